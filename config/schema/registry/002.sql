-- The stations' audit logs, as they were told (POST /v1/audit): each line once, none missing before the last.
CREATE TABLE audit (
    station  TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    at       TEXT NOT NULL,
    agent    TEXT,
    act      TEXT NOT NULL,
    detail   TEXT,
    number   TEXT,
    person   TEXT,                       -- a hash, keyed by the station
    previous TEXT NOT NULL,              -- hash of the line before
    hash     TEXT NOT NULL,
    PRIMARY KEY (station, sequence)
) STRICT, WITHOUT ROWID;
