-- The station's own agents.
CREATE TABLE agent (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 23 AND id NOT GLOB '*[^A-Z0-9-]*'),
    name TEXT NOT NULL CHECK (length(name) > 0),
    role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'technician')),
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    hash TEXT NOT NULL CHECK (hash GLOB '$argon2id$*')
) STRICT, WITHOUT ROWID;

-- Failures in a row. An id typed may be a password typed into the wrong field: only 10 bits of its hash are kept (two
-- ids that share them share a delay, which harms nobody), and for a day. Bucket -1 is the whole station.
CREATE TABLE failure (
    bucket INTEGER NOT NULL PRIMARY KEY CHECK (bucket BETWEEN -1 AND 1023),
    count INTEGER NOT NULL CHECK (count > 0),
    last_unix INTEGER NOT NULL
) STRICT;
