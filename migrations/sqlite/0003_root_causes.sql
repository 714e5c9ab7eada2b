-- Claims on root causes, granted attempts, and what may be and was spent.
-- Claims and money outlive the rows of the fixes, so fix ids are no foreign keys here.

CREATE TABLE root_causes (
    id             TEXT    NOT NULL PRIMARY KEY,
    repository     TEXT    NOT NULL,
    base_branch    TEXT    NOT NULL,
    root_directory TEXT    NOT NULL,
    fingerprint    TEXT    NOT NULL,
    holder         TEXT,
    claimed_at     INTEGER,
    outcome        TEXT,
    solved_at      INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX root_causes_held ON root_causes (claimed_at) WHERE holder IS NOT NULL;

CREATE TABLE cause_followers (
    cause_id    TEXT    NOT NULL REFERENCES root_causes (id) ON DELETE CASCADE,
    fix_id      TEXT    NOT NULL,
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (cause_id, fix_id)
) STRICT;

CREATE TABLE cause_grants (
    cause_id      TEXT    NOT NULL REFERENCES root_causes (id) ON DELETE CASCADE,
    grant_key     TEXT    NOT NULL,
    fix_id        TEXT    NOT NULL,
    actor_name    TEXT    NOT NULL,
    actor_channel TEXT    NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (cause_id, grant_key)
) STRICT;

CREATE TABLE budget_reservations (
    id              TEXT    NOT NULL PRIMARY KEY,
    fix_id          TEXT    NOT NULL,
    cause_id        TEXT    NOT NULL,
    attempt         INTEGER NOT NULL,
    day             TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    reserved_calls  INTEGER NOT NULL,
    reserved_tokens INTEGER NOT NULL,
    reserved_cost   INTEGER NOT NULL,
    spent_calls     INTEGER NOT NULL DEFAULT 0,
    spent_input     INTEGER NOT NULL DEFAULT 0,
    spent_output    INTEGER NOT NULL DEFAULT 0,
    spent_cost      INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    settled_at      INTEGER
) STRICT;

CREATE INDEX budget_reservations_fix ON budget_reservations (fix_id, attempt);
CREATE INDEX budget_reservations_cause ON budget_reservations (cause_id, created_at);
CREATE INDEX budget_reservations_day ON budget_reservations (day);
