-- Accounts that hold whatever numbers a gateway gives, under whatever sites it came, and for months that were retired.

-- Beside what a retired month held: the losses that it declared, which nothing else says any more. Backlog may bring a month back, to be retired again.
ALTER TABLE retired DROP CONSTRAINT retired_pkey, ADD PRIMARY KEY (gateway, epoch, class, month, first);

-- Sequences that did not arrive, that no declared loss covers and no retired month held: on their way still (lanes are drained apart), or missing.
-- A range's end is the number behind its last, and the highest number has none.
CREATE OR REPLACE VIEW gap AS
    SELECT gateway, epoch, lower(range) AS first, upper(range) - 1 AS last, noticed
    FROM (
        SELECT hole.gateway, hole.epoch, hole.noticed, unnest(int8multirange(int8range(hole.first, hole.last, '[]'))
            - coalesce(
                (SELECT range_agg(int8range(loss.first, least(loss.last, 9223372036854775806), '[]')) FROM declared_loss loss
                    WHERE loss.gateway = hole.gateway AND loss.epoch = hole.epoch AND loss.first <= hole.last AND loss.last >= hole.first), '{}')
            - coalesce(
                (SELECT range_agg(int8range(retired.first, least(retired.last, 9223372036854775806), '[]')) FROM retired
                    WHERE retired.gateway = hole.gateway AND retired.epoch = hole.epoch AND retired.first <= hole.last AND retired.last >= hole.first), '{}')) AS range
        FROM hole) AS open_hole;

CREATE OR REPLACE FUNCTION account_spool(of_gateway text, of_epoch bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    reached bigint;
    top     bigint;
BEGIN
    -- A gateway that moved has a row for each site.
    PERFORM FROM spool WHERE gateway = of_gateway AND epoch = of_epoch ORDER BY site FOR UPDATE;
    SELECT max(accounted) INTO reached FROM spool WHERE gateway = of_gateway AND epoch = of_epoch;
    SELECT least(sequence, 9223372036854775806) INTO top FROM record WHERE gateway = of_gateway AND epoch = of_epoch ORDER BY sequence DESC LIMIT 1;
    IF top IS NULL THEN
        RETURN;
    END IF;
    WITH known AS (DELETE FROM hole WHERE gateway = of_gateway AND epoch = of_epoch RETURNING first, last, noticed),
        span AS (SELECT first, last, noticed FROM known UNION ALL SELECT reached + 1, top, now() WHERE top > reached),
        present AS (
            SELECT span.first, span.noticed, there.sequence
            FROM span, LATERAL (
                SELECT sequence FROM record WHERE gateway = of_gateway AND epoch = of_epoch AND sequence BETWEEN span.first AND span.last
                UNION ALL SELECT span.last + 1) AS there),
        open AS (SELECT noticed, coalesce(lag(sequence) OVER (PARTITION BY first ORDER BY sequence), first - 1) + 1 AS from_sequence, sequence - 1 AS to_sequence FROM present)
    INSERT INTO hole SELECT of_gateway, of_epoch, from_sequence, to_sequence, noticed FROM open WHERE to_sequence >= from_sequence;
    UPDATE spool SET accounted = greatest(top, reached),
        newest = (SELECT max(received) FROM record WHERE gateway = of_gateway AND epoch = of_epoch AND sequence > top - 1000)
    WHERE gateway = of_gateway AND epoch = of_epoch;
END
$$;

-- Detaches the partition of a month and notes what it held, in one transaction: of each spool the numbers between its first and its last, of all classes, since
-- what one class lost the month's other classes say. What becomes of the detached table is the operator's.
CREATE OR REPLACE FUNCTION retire_month(month date) RETURNS bigint LANGUAGE plpgsql AS $$
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
        SELECT gateway, epoch, 0, min(sequence), max(sequence), count(*), %L::date FROM %I GROUP BY 1, 2
        UNION ALL
        SELECT gateway, epoch, get_byte(frame, 2), i64(frame, 4), max(i64(frame, 12)), max(i64(frame, 20)), %L::date FROM %I WHERE kind = 3 GROUP BY 1, 2, 3, 4
        ON CONFLICT (gateway, epoch, class, month, first) DO UPDATE SET last = greatest(retired.last, excluded.last), count = retired.count + excluded.count', begins, name, begins, name);
    EXECUTE format('SELECT count(*) FROM %I', name) INTO total;
    EXECUTE format('ALTER TABLE record DETACH PARTITION %I', name);
    RETURN total;
END
$$;
