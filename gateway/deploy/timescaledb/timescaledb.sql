-- TimescaleDB 2.13 or newer. Not tested here. Before the first receiver: EdgeAI.City schema --plain --apply, then psql -d city -f timescaledb.sql, as the tables' owner.
-- With the tables' own partitions (no --plain) leave this out.
CREATE EXTENSION IF NOT EXISTS timescaledb;

-- The key (gateway, epoch, sequence, received) has the time in it, as a hypertable's must.
SELECT create_hypertable('record', by_range('received', INTERVAL '1 day'));

-- A chunk is compressed when nothing new is expected in it: a gateway's backlog still goes in afterwards, at a price. The order is the verifier's.
ALTER TABLE record SET (timescaledb.compress, timescaledb.compress_segmentby = 'gateway, epoch', timescaledb.compress_orderby = 'sequence');
SELECT add_compression_policy('record', INTERVAL '14 days');

-- What is dropped is missing to 'gaps' and to 'verify': verify before, and keep the heads (chain_head).
SELECT add_retention_policy('record', INTERVAL '2 years');
