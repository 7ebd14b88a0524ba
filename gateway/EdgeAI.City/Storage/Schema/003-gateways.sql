-- Who may deliver, and how much (CITY.md, "Gateways").

-- One-time tokens: EdgeAI.City gateways token makes one, its gateway's first certificate uses it up. Only the hash is here.
CREATE TABLE enrolment_token (
    digest      bytea            PRIMARY KEY, -- SHA-256 of the token
    gateway     text COLLATE "C" NOT NULL,
    site        text COLLATE "C" NOT NULL,
    made        timestamptz      NOT NULL DEFAULT now(),
    expires     timestamptz      NOT NULL,
    used        timestamptz,
    keys        bytea,                        -- SHA-256 of the two public keys that it was used with: these may ask again, after a cut
    certificate text                          -- what they got
);

-- The gateways that were enrolled. What comes from one that is revoked, or under another site, is refused.
CREATE TABLE gateway (
    gateway text COLLATE "C" PRIMARY KEY,
    site    text COLLATE "C" NOT NULL,
    since   timestamptz      NOT NULL DEFAULT now(),
    revoked timestamptz
);

-- Every certificate that was issued. What is revoked and not expired stands in the revocation list.
CREATE TABLE gateway_certificate (
    serial  bytea            PRIMARY KEY,
    gateway text COLLATE "C" NOT NULL,
    issued  timestamptz      NOT NULL DEFAULT now(),
    expires timestamptz      NOT NULL,
    revoked timestamptz
);

CREATE INDEX gateway_certificate_gateway ON gateway_certificate (gateway);

-- A revoked key attests what was anchored until then, and nothing that came later.
ALTER TABLE gateway_key ADD COLUMN revoked timestamptz;

-- What a site may send. No row, no limit.
CREATE TABLE site_quota (
    site               text COLLATE "C" PRIMARY KEY,
    records_per_second bigint,
    bytes_per_day      bigint
);

-- What came from the sites that have a quota: each receiver counts in rows of its own, so that none waits for another; a site's use is their sum.
CREATE TABLE site_use (
    site     text COLLATE "C" NOT NULL,
    period   smallint         NOT NULL, -- 0: ten seconds; 1: a day; 2: what lies in quarantine
    slot     bigint           NOT NULL, -- which of them since 1970; 0 for the quarantine
    gateway  text COLLATE "C" NOT NULL,
    receiver text COLLATE "C" NOT NULL,
    records  bigint           NOT NULL,
    bytes    bigint           NOT NULL,
    PRIMARY KEY (site, period, slot, gateway, receiver)
);

-- Gateways whose behaviour broke a limit: what comes from them is kept in 'quarantine' until a person releases them.
CREATE TABLE quarantined_gateway (
    site    text COLLATE "C" NOT NULL,
    gateway text COLLATE "C" NOT NULL,
    since   timestamptz      NOT NULL DEFAULT now(),
    reason  text             NOT NULL,
    PRIMARY KEY (gateway, site)
);

CREATE TABLE quarantine (
    site    text COLLATE "C" NOT NULL,
    gateway text COLLATE "C" NOT NULL,
    digest  bytea            NOT NULL, -- SHA-256 of the payload
    topic   text             NOT NULL,
    payload bytea            NOT NULL,
    reason  text             NOT NULL,
    noticed timestamptz      NOT NULL DEFAULT now(),
    place   bigint           GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (gateway, site, digest)
);

CREATE INDEX quarantine_place ON quarantine (gateway, place);
