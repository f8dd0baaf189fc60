-- The training registry's book: what it issued, and what became of it.
CREATE TABLE attestation (
    number         TEXT NOT NULL PRIMARY KEY,
    request_id     TEXT NOT NULL UNIQUE, -- the same request again is answered with the very same attestation
    request_digest BLOB NOT NULL,        -- SHA-256 of the request, members sorted
    type           TEXT NOT NULL CHECK (type IN ('ADCS', 'RII')),
    issued_at      TEXT NOT NULL,        -- RFC 3339
    valid_until    TEXT,                 -- date; NULL: no limit
    revoked        INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
    json           TEXT NOT NULL         -- as answered
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    event_id TEXT NOT NULL PRIMARY KEY,
    number   TEXT NOT NULL REFERENCES attestation (number),
    event    TEXT NOT NULL CHECK (event IN ('printed', 'print-failed', 'handed-over', 'cancelled')),
    at       TEXT NOT NULL,
    copies   INTEGER NOT NULL,
    detail   TEXT
) STRICT, WITHOUT ROWID;
