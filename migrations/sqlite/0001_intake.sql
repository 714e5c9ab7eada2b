-- Settings, connections, hooks, subscriptions, rules and the outbox of deliveries.
-- Times are milliseconds since 1970; columns named *_json hold JSON; secrets are vault ciphertexts.

CREATE TABLE settings (
    key        TEXT    NOT NULL PRIMARY KEY,
    value_json TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE connections (
    id         TEXT    NOT NULL PRIMARY KEY,
    provider   TEXT    NOT NULL,
    name       TEXT    NOT NULL UNIQUE,
    account    TEXT    NOT NULL,
    team       TEXT,
    base_url   TEXT,
    token      TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

CREATE TABLE hooks (
    id              TEXT    NOT NULL PRIMARY KEY,
    provider        TEXT    NOT NULL,
    connection_id   TEXT    NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    status          TEXT    NOT NULL,
    remote_id       TEXT,
    secret          TEXT,
    previous_secret TEXT,
    previous_until  INTEGER,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX hooks_connection ON hooks (connection_id);

CREATE TABLE subscriptions (
    id                  TEXT    NOT NULL PRIMARY KEY,
    platform            TEXT    NOT NULL,
    project             TEXT    NOT NULL,
    project_name        TEXT    NOT NULL,
    platform_connection TEXT    NOT NULL,
    git_connection      TEXT    NOT NULL,
    repository          TEXT    NOT NULL,
    settings_json       TEXT    NOT NULL,
    active              INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    version             INTEGER NOT NULL
) STRICT;

-- One active subscription per platform project; inactive ones are history.
CREATE UNIQUE INDEX subscriptions_active ON subscriptions (platform, project) WHERE active = 1;
CREATE INDEX subscriptions_repository ON subscriptions (repository);

CREATE TABLE fix_rules (
    id              TEXT    NOT NULL PRIMARY KEY,
    subscription_id TEXT REFERENCES subscriptions (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL,
    priority        INTEGER NOT NULL,
    enabled         INTEGER NOT NULL,
    conditions_json TEXT    NOT NULL,
    action_json     TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;

CREATE INDEX fix_rules_order ON fix_rules (subscription_id, priority, id);

-- The hook may be deleted while its deliveries stay, so it is no foreign key.
CREATE TABLE deliveries (
    id           TEXT    NOT NULL PRIMARY KEY,
    hook_id      TEXT    NOT NULL,
    delivery_key TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    headers_json TEXT    NOT NULL,
    body         BLOB,
    body_digest  TEXT    NOT NULL,
    received_at  INTEGER NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    due_at       INTEGER NOT NULL,
    last_error   TEXT,
    processed_at INTEGER,
    outcome      TEXT,
    UNIQUE (hook_id, delivery_key)
) STRICT;

CREATE INDEX deliveries_due ON deliveries (due_at) WHERE processed_at IS NULL;
CREATE INDEX deliveries_waiting ON deliveries (received_at) WHERE processed_at IS NULL;
CREATE INDEX deliveries_processed ON deliveries (processed_at) WHERE processed_at IS NOT NULL;
