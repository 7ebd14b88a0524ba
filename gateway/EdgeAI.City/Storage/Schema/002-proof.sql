-- What the city holds against a rewritten history (RECORDS.md, "Seals", "Verification").

-- The public keys that are believed, gateway by gateway. EdgeAI.City keys add writes it.
CREATE TABLE gateway_key (
    gateway    text COLLATE "C" NOT NULL,
    key_id     bytea            NOT NULL,
    suite      smallint         NOT NULL,
    public_key text             NOT NULL,
    added      timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway, key_id)
);

-- Every seal whose signature was checked when it came, by its digest; never changed. The last of a class anchors the class's whole history.
CREATE TABLE anchor (
    gateway           text COLLATE "C" NOT NULL,
    epoch             bigint           NOT NULL,
    class             smallint         NOT NULL,
    sequence          bigint           NOT NULL,
    digest            bytea            NOT NULL,
    begins            smallint         NOT NULL, -- 0: it goes on from the one before; 1: the chain begins here; 2: it begins again, after damage
    previous_sequence bigint           NOT NULL,
    previous_digest   bytea            NOT NULL,
    epoch_before      bigint           NOT NULL,
    key_id            bytea            NOT NULL,
    stored            timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway, epoch, class, sequence)
);

CREATE INDEX anchor_previous ON anchor (gateway, epoch, class, previous_sequence);

CREATE VIEW chain_head AS
    SELECT DISTINCT ON (gateway, epoch, class) gateway, epoch, class, sequence, digest, stored FROM anchor ORDER BY gateway, epoch, class, sequence DESC;

-- What a receiver noticed of seals as they came. What a verification finds is in its report.
CREATE TABLE finding (
    gateway  text COLLATE "C" NOT NULL,
    epoch    bigint           NOT NULL,
    class    smallint         NOT NULL,
    sequence bigint           NOT NULL,
    kind     text             NOT NULL, -- bad-seal, forked, or unknown-key
    detail   text             NOT NULL,
    noticed  timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway, epoch, class, sequence, kind)
);

-- The last verification of each spool.
CREATE TABLE verification (
    gateway  text COLLATE "C" NOT NULL,
    epoch    bigint           NOT NULL,
    complete boolean          NOT NULL,
    records  bigint           NOT NULL,
    summary  text             NOT NULL,
    at       timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway, epoch)
);
