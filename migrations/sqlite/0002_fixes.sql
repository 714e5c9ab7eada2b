-- The mirror of the fixes, their runs, branches, attempts and timelines.

CREATE TABLE fixes (
    id                TEXT    NOT NULL PRIMARY KEY,
    workflow_id       TEXT    NOT NULL UNIQUE,
    platform          TEXT    NOT NULL,
    deployment        TEXT    NOT NULL,
    project           TEXT    NOT NULL,
    project_name      TEXT,
    subscription_id   TEXT,
    repository        TEXT,
    branch            TEXT,
    commit_sha        TEXT,
    title             TEXT,
    status            TEXT    NOT NULL,
    reason            TEXT,
    error_type        TEXT,
    primary_line      TEXT    NOT NULL DEFAULT '',
    fingerprint       TEXT,
    fixer             TEXT,
    attempts          INTEGER NOT NULL DEFAULT 0,
    spend_json        TEXT    NOT NULL DEFAULT '{}',
    pull_request_json TEXT,
    leader            TEXT,
    ended_at          INTEGER,
    detail_json       TEXT    NOT NULL DEFAULT 'null',
    lineage_json      TEXT    NOT NULL DEFAULT '{}',
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    run_id            TEXT,
    run_ordinal       INTEGER NOT NULL DEFAULT 0,
    revision          INTEGER NOT NULL DEFAULT 0,
    UNIQUE (platform, deployment)
) STRICT;

CREATE INDEX fixes_status ON fixes (status, id);
CREATE INDEX fixes_repository ON fixes (repository, id);
CREATE INDEX fixes_project ON fixes (platform, project, id);
CREATE INDEX fixes_fingerprint ON fixes (fingerprint);

-- A Temporal reset changes the run id: the ordinal tells old runs from new ones.
CREATE TABLE fix_runs (
    fix_id  TEXT    NOT NULL REFERENCES fixes (id) ON DELETE CASCADE,
    run_id  TEXT    NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (fix_id, run_id),
    UNIQUE (fix_id, ordinal)
) STRICT;

-- Written before a branch is pushed.
CREATE TABLE fix_branches (
    repository   TEXT NOT NULL,
    branch       TEXT NOT NULL,
    fix_id       TEXT NOT NULL REFERENCES fixes (id) ON DELETE CASCADE,
    pull_request INTEGER,
    PRIMARY KEY (repository, branch)
) STRICT;

CREATE UNIQUE INDEX fix_branches_pull_request ON fix_branches (repository, pull_request) WHERE pull_request IS NOT NULL;

CREATE TABLE attempts (
    fix_id         TEXT    NOT NULL REFERENCES fixes (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL,
    cause_id       TEXT,
    base_commit    TEXT    NOT NULL,
    fixer          TEXT,
    outcome        TEXT,
    summary        TEXT    NOT NULL,
    patch_json     TEXT,
    proof_json     TEXT,
    logs_json      TEXT    NOT NULL,
    durations_json TEXT    NOT NULL,
    spend_json     TEXT    NOT NULL,
    detail_json    TEXT    NOT NULL,
    started_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    PRIMARY KEY (fix_id, number)
) STRICT;

CREATE INDEX attempts_cause ON attempts (cause_id, started_at);

CREATE TABLE fix_events (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    fix_id    TEXT    NOT NULL REFERENCES fixes (id) ON DELETE CASCADE,
    event_key TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    UNIQUE (fix_id, event_key)
) STRICT;
