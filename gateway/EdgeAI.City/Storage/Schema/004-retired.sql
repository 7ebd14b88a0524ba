-- What was taken out of the table on purpose: verify does not ask for it (RECORDS.md, "Verification": what left).
CREATE TABLE retired (
    gateway text COLLATE "C" NOT NULL,
    epoch   bigint           NOT NULL,
    class   smallint         NOT NULL,
    first   bigint           NOT NULL,
    last    bigint           NOT NULL,
    count   bigint           NOT NULL,
    month   date             NOT NULL,
    retired timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway, epoch, class, month)
);

-- Detaches the partition of a month and notes what it holds, in one transaction. What becomes of the detached table is the operator's.
CREATE FUNCTION retire_month(month date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    begins date := date_trunc('month', month)::date;
    name   text := 'record_' || to_char(begins, 'YYYY_MM');
    total  bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'record'::regclass AND inhrelid = to_regclass(name)) THEN
        RAISE EXCEPTION 'record has no partition %', name;
    END IF;
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name);
    EXECUTE format('INSERT INTO retired (gateway, epoch, class, first, last, count, month)
        SELECT gateway, epoch, class, min(sequence), max(sequence), count(*), %L FROM %I GROUP BY 1, 2, 3', begins, name);
    EXECUTE format('SELECT count(*) FROM %I', name) INTO total;
    EXECUTE format('ALTER TABLE record DETACH PARTITION %I', name);
    RETURN total;
END
$$;

-- Where a chain begins behind an epoch before: the seal of that epoch that it names (nothing where none is anchored that has its digest: it may be on its way), and the
-- last one that is anchored. A gateway that went on from an old copy of its spool names one below the last.
CREATE VIEW epoch_link AS
    SELECT begins.gateway, begins.epoch, begins.class, begins.sequence, begins.epoch_before, before.sequence AS seal_before, head.sequence AS last_before
    FROM anchor begins
    LEFT JOIN anchor before ON (before.gateway, before.epoch, before.class, before.digest) = (begins.gateway, begins.epoch_before, begins.class, begins.previous_digest)
    LEFT JOIN chain_head head ON (head.gateway, head.epoch, head.class) = (begins.gateway, begins.epoch_before, begins.class)
    WHERE begins.begins > 0 AND begins.epoch_before > 0;
