-- The city's table (gateway/CITY.md). Every record that a gateway acknowledged, once, with its bytes: what RECORDS.md calls a record can be
-- made again from one row, bit for bit. Times are UTC in microseconds, and beside them the nanoseconds below the microsecond.

CREATE TABLE record (
    gateway         text COLLATE "C" NOT NULL,
    epoch           bigint           NOT NULL,
    sequence        bigint           NOT NULL,
    received        timestamptz      NOT NULL,
    received_ns     smallint         NOT NULL,
    kind            smallint         NOT NULL,
    class           smallint         NOT NULL,
    robot           text COLLATE "C" NOT NULL,
    robot_boot      bigint           NOT NULL,
    stamp           timestamptz      NOT NULL,
    stamp_ns        smallint         NOT NULL,
    uncertainty     bigint           NOT NULL,
    handling        smallint         NOT NULL,
    policy_revision bigint           NOT NULL,
    board           integer,
    board_boot      integer,
    stream          smallint,
    frame_sequence  bigint,
    frame_type      smallint,
    frame_flags     smallint,
    simulated       boolean,
    checksum        bigint           NOT NULL,
    frame           bytea            NOT NULL,
    stored          timestamptz      NOT NULL DEFAULT now(),

    -- The time is part of the key so that the table can be partitioned by it. The name comes first, so that one index tells duplicates, finds
    -- holes and reads a spool in order.
    PRIMARY KEY (gateway, epoch, sequence, received)
) PARTITION BY RANGE (received);

-- One stream of one board over time.
CREATE INDEX record_reading ON record (robot, board, stream, stamp) WHERE kind <= 2;

-- A stretch of time. Records come nearly in the order of time, and the ranges of this kind of index stay short beside those that do not.
CREATE INDEX record_time ON record USING brin (received timestamptz_minmax_multi_ops);

-- The gateways' own records are few among the frames: losses, what policies withheld, results, audit, seals, policies.
CREATE INDEX record_own ON record (kind, gateway, epoch, sequence) WHERE kind > 2;

-- What came under a name that was there already, with other bytes: a gateway that goes on from an old copy of its spool, or tampering.
CREATE TABLE conflict (LIKE record);
ALTER TABLE conflict ADD COLUMN noticed timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX conflict_key ON conflict (gateway, epoch, sequence, received, received_ns, checksum, sha256(frame));

-- What came and is no gateway batch, or could not be stored.
CREATE TABLE refused (
    topic   text        NOT NULL,
    digest  bytea       NOT NULL, -- SHA-256 of the payload
    reason  text        NOT NULL,
    payload bytea       NOT NULL,
    noticed timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (digest, topic)
);

-- The spools that records came from. Up to 'accounted' every sequence is in the table or within a hole; 'newest' is the newest receipt.
CREATE TABLE spool (
    gateway    text COLLATE "C" NOT NULL,
    epoch      bigint           NOT NULL,
    site       text COLLATE "C" NOT NULL,
    first_seen timestamptz      NOT NULL DEFAULT now(),
    accounted  bigint           NOT NULL DEFAULT 0,
    newest     timestamptz,
    PRIMARY KEY (gateway, epoch, site)
);

-- Sequences below 'accounted' that are not in the table. A declared loss may cover them: see the view gap.
CREATE TABLE hole (
    gateway text COLLATE "C" NOT NULL,
    epoch   bigint           NOT NULL,
    first   bigint           NOT NULL,
    last    bigint           NOT NULL,
    noticed timestamptz      NOT NULL,
    PRIMARY KEY (gateway, epoch, first)
);

-- A little-endian number within bytes.
CREATE FUNCTION u16(bytes bytea, place integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT get_byte(bytes, place) + (get_byte(bytes, place + 1) << 8)
$$;

CREATE FUNCTION u32(bytes bytea, place integer) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT u16(bytes, place)::bigint + (u16(bytes, place + 2)::bigint << 16)
$$;

CREATE FUNCTION i64(bytes bytea, place integer) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT u32(bytes, place) + (u32(bytes, place + 4) << 32)
$$;

CREATE FUNCTION utc(nanoseconds bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT timestamptz '1970-01-01 00:00:00+00' + ((nanoseconds - (nanoseconds % 1000 + 1000) % 1000) / 1000) * interval '1 microsecond'
$$;

-- The bodies of the gateways' own records (RECORDS.md, "Kinds").
CREATE VIEW declared_loss AS
    SELECT gateway, epoch, sequence, received, get_byte(frame, 1) AS reason, get_byte(frame, 2) AS lost_class, get_byte(frame, 3) & 1 = 1 AS exact,
        i64(frame, 4) AS first, i64(frame, 12) AS last, i64(frame, 20) AS count, utc(nullif(i64(frame, 28), 0)) AS earliest, utc(nullif(i64(frame, 36), 0)) AS latest
    FROM record WHERE kind = 3;

CREATE VIEW withheld AS
    SELECT gateway, epoch, sequence, received, get_byte(frame, 1) AS rule, u16(frame, 2) AS board, get_byte(frame, 4) AS stream, get_byte(frame, 5) AS handling,
        convert_from(substr(frame, 41), 'UTF8') AS robot, u32(frame, 8) AS robot_boot, u32(frame, 12) AS policy_revision, i64(frame, 16) AS count,
        utc(i64(frame, 24)) AS earliest, utc(i64(frame, 32)) AS latest
    FROM record WHERE kind = 4;

CREATE VIEW audit_entry AS
    SELECT gateway, epoch, sequence, received, get_byte(frame, 1) AS subject, get_byte(frame, 2) AS outcome,
        coalesce(nullif(convert_from(substr(frame, 17, get_byte(frame, 3)), 'UTF8'), ''), gateway) AS actor, u32(frame, 4) AS count, utc(i64(frame, 8)) AS since,
        convert_from(substr(frame, 19 + get_byte(frame, 3)), 'UTF8') AS happened
    FROM record WHERE kind = 6;

CREATE VIEW policy_change AS
    SELECT gateway, epoch, sequence, received, u32(frame, 4) AS revision, utc(i64(frame, 8)) AS since, substr(frame, 17, 32) AS digest, convert_from(substr(frame, 49), 'UTF8')::json AS policy
    FROM record WHERE kind = 8;

-- Sequences that did not arrive and that no declared loss covers: on their way still (lanes are drained apart), or missing.
CREATE VIEW gap AS
    SELECT gateway, epoch, lower(range) AS first, upper(range) - 1 AS last, noticed
    FROM (
        SELECT hole.gateway, hole.epoch, hole.noticed, unnest(int8multirange(int8range(hole.first, hole.last, '[]')) - coalesce(
            (SELECT range_agg(int8range(loss.first, loss.last, '[]')) FROM declared_loss loss
                WHERE loss.gateway = hole.gateway AND loss.epoch = hole.epoch AND loss.first <= hole.last AND loss.last >= hole.first), '{}')) AS range
        FROM hole) AS open_hole;

-- Brings a spool's holes and its head up to date: looks at what came above 'accounted', and into the holes that are known.
CREATE FUNCTION account_spool(of_gateway text, of_epoch bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    reached bigint;
    top     bigint;
BEGIN
    SELECT accounted INTO reached FROM spool WHERE gateway = of_gateway AND epoch = of_epoch ORDER BY site LIMIT 1 FOR UPDATE;
    SELECT sequence INTO top FROM record WHERE gateway = of_gateway AND epoch = of_epoch ORDER BY sequence DESC LIMIT 1;
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

-- Makes the partition of a month where there is none, and moves there what the partition for all other times holds of it.
CREATE FUNCTION make_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    begins date := date_trunc('month', month)::date;
    ends   date := (date_trunc('month', month) + interval '1 month')::date;
    name   text := 'record_' || to_char(begins, 'YYYY_MM');
BEGIN
    PERFORM pg_advisory_xact_lock(4995142087184830978);
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE record_other_times IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE record INCLUDING ALL)', name);
    EXECUTE format('WITH moved AS (DELETE FROM record_other_times WHERE received >= %L AND received < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        begins || ' 00:00:00+00', ends || ' 00:00:00+00', name);
    EXECUTE format('ALTER TABLE record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, begins || ' 00:00:00+00', ends || ' 00:00:00+00');
END
$$;

-- Times for which no partition is made: a gateway whose clock stands in 1970 or years ahead.
CREATE TABLE record_other_times PARTITION OF record DEFAULT;
