-- Records of drivers, encrypted; nothing here tells whose they are.
CREATE TABLE record (
    person BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 32), -- keyed hash of the NEPH
    sealed BLOB NOT NULL CHECK (length(sealed) > 40),             -- nonce, then ETag, NUL and JSON encrypted, then tag
    fetched_at TEXT NOT NULL,                                     -- RFC 3339, as the screen shows it
    fetched_unix INTEGER NOT NULL                                 -- the same, to compare
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_age ON record (fetched_unix);
