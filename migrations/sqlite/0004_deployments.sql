-- Deployments as last heard of, and the audit log.

CREATE TABLE deployments (
    platform     TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    project      TEXT    NOT NULL,
    project_name TEXT    NOT NULL,
    repository   TEXT,
    branch       TEXT,
    commit_sha   TEXT,
    state        TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    page         TEXT,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (platform, id)
) STRICT;

CREATE INDEX deployments_recent ON deployments (updated_at);
CREATE INDEX deployments_project ON deployments (platform, project, updated_at);

CREATE TABLE audit_log (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    at            INTEGER NOT NULL,
    actor_name    TEXT    NOT NULL,
    actor_channel TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    target        TEXT    NOT NULL,
    detail_json   TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_log_target ON audit_log (target, seq);
