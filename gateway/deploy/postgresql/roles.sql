-- Who may do what. As a superuser in the database 'city', once before and once after EdgeAI.City schema --apply, which city_owner runs, and after each new
-- version of the tables: psql -d city -f roles.sql. Then \password for each role.
DO $$
BEGIN
    IF to_regrole('city_owner') IS NULL THEN CREATE ROLE city_owner LOGIN; END IF;       -- makes and changes the tables
    IF to_regrole('city_receiver') IS NULL THEN CREATE ROLE city_receiver LOGIN; END IF; -- EdgeAI.City receive --keep-schema
    IF to_regrole('city_enroller') IS NULL THEN CREATE ROLE city_enroller LOGIN; END IF; -- EdgeAI.City enrol
    IF to_regrole('city_reader') IS NULL THEN CREATE ROLE city_reader LOGIN; END IF;     -- asks
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO city_owner;
GRANT USAGE ON SCHEMA public TO city_receiver, city_enroller, city_reader;
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO city_owner, city_receiver, city_enroller, city_reader', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO city_receiver, city_owner', current_database());
END
$$;

DO $$
BEGIN
    IF to_regclass('quarantine') IS NULL THEN
        RETURN;
    END IF;

    -- A receiver makes the partitions of months that nobody made ahead: with its owner's rights, and only so.
    ALTER FUNCTION make_partition(date) SECURITY DEFINER;
    ALTER FUNCTION make_partition(date) SET search_path = public, pg_temp;
    REVOKE ALL ON FUNCTION make_partition(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION make_partition(date) TO city_receiver;

    -- A name that came twice moves from record to conflict, a hole that is filled goes: hence DELETE. Nothing is ever changed in record, conflict, anchor or finding.
    GRANT SELECT, INSERT, DELETE ON record TO city_receiver;
    GRANT SELECT, INSERT ON conflict, refused, anchor, finding, quarantine TO city_receiver;
    GRANT SELECT, INSERT, UPDATE ON spool TO city_receiver;
    GRANT SELECT, INSERT, DELETE ON hole TO city_receiver;
    GRANT SELECT, INSERT, UPDATE, DELETE ON site_use TO city_receiver;
    GRANT SELECT, INSERT, UPDATE (since) ON quarantined_gateway TO city_receiver;
    GRANT SELECT ON schema_version, gateway, gateway_key, site_quota, verification, gap, declared_loss, chain_head TO city_receiver;

    GRANT SELECT, INSERT, UPDATE ON gateway, gateway_certificate TO city_enroller;
    GRANT SELECT, INSERT ON gateway_key TO city_enroller;
    GRANT SELECT, UPDATE ON enrolment_token TO city_enroller;
    GRANT SELECT ON schema_version TO city_enroller;

    GRANT SELECT ON ALL TABLES IN SCHEMA public TO city_reader;
    REVOKE ALL ON enrolment_token, quarantine FROM city_reader;
END
$$;
