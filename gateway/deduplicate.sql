-- How a receiver keeps each record once (PostgreSQL 9.5 or newer). A gateway sends a record at least once: after a lost connection, a
-- refusal or a change of upstream again. Its name, (gateway, epoch, sequence), never changes (RECORDS.md, "Identity"), so the name is the
-- key and a second arrival stores nothing. Times are nanoseconds since 1970-01-01T00:00:00 UTC, as in RECORDS.md.

CREATE TABLE IF NOT EXISTS record (
    gateway         text     NOT NULL,
    epoch           bigint   NOT NULL,
    sequence        bigint   NOT NULL,
    kind            smallint NOT NULL,
    class           smallint NOT NULL,
    received        bigint   NOT NULL,
    stamp           bigint   NOT NULL,
    uncertainty     bigint   NOT NULL,
    robot           text     NOT NULL,
    robot_boot      bigint   NOT NULL,
    handling        smallint NOT NULL DEFAULT 0,
    policy_revision bigint   NOT NULL DEFAULT 0,
    frame           bytea    NOT NULL,
    PRIMARY KEY (gateway, epoch, sequence)
);

-- Stores one record; true when it is news, false for a duplicate. Commit before the batch is acknowledged to the broker.
CREATE OR REPLACE FUNCTION store_record(
    gateway text, epoch bigint, sequence bigint, kind smallint, class smallint, received bigint, stamp bigint, uncertainty bigint,
    robot text, robot_boot bigint, handling smallint, policy_revision bigint, frame bytea) RETURNS boolean
LANGUAGE sql AS $$
    WITH stored AS (
        INSERT INTO record VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT ON CONSTRAINT record_pkey DO NOTHING
        RETURNING 1)
    SELECT EXISTS (SELECT FROM stored)
$$;

-- The sequences between a spool's first and last that did not arrive: on their way still (lanes are drained apart), declared lost
-- (kind 3), or lost.
CREATE OR REPLACE VIEW record_hole AS
    SELECT gateway, epoch, before + 1 AS first, sequence - 1 AS last
    FROM (SELECT gateway, epoch, sequence, lag(sequence) OVER (PARTITION BY gateway, epoch ORDER BY sequence) AS before FROM record) AS neighbour
    WHERE sequence > before + 1;
