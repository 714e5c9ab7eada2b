-- Alert channels.

CREATE TABLE alert_channels (
    id           TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    secret       TEXT    NOT NULL,
    enabled      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    last_sent_at INTEGER,
    last_error   TEXT,
    version      INTEGER NOT NULL
) STRICT;
