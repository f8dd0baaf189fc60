-- Attestations, one row each; the person is a keyed hash of the NEPH.
CREATE TABLE attestation (
    request_id TEXT NOT NULL PRIMARY KEY CHECK (length(request_id) = 36),
    number TEXT UNIQUE CHECK (length(number) = 12),
    type TEXT NOT NULL CHECK (type IN ('ADCS', 'RII')),
    state TEXT NOT NULL CHECK (state IN ('intended', 'numbered', 'drawn', 'sent', 'printed', 'handed-over', 'failed', 'cancelled')),
    reason TEXT NOT NULL,
    copies INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99),
    agent_id TEXT NOT NULL,
    person BLOB NOT NULL CHECK (length(person) = 32),
    changed_unix INTEGER NOT NULL,
    CHECK (number IS NOT NULL OR state IN ('intended', 'failed', 'cancelled'))
) STRICT, WITHOUT ROWID;
CREATE INDEX attestation_by_state ON attestation (state);

-- Events for the registry, in order; a row goes when the registry has it. AUTOINCREMENT: a sequence is never used twice.
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL REFERENCES attestation (number),
    event_json TEXT NOT NULL
) STRICT;

-- The audit log. `hash` is BLAKE2b-256 of the line and of the hash before it (kiosk/journal_audit.c).
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    act TEXT NOT NULL CHECK (length(act) > 0),
    detail TEXT NOT NULL,
    number TEXT NOT NULL,
    person BLOB NOT NULL CHECK (length(person) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_never_forgets BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_grows_by_one BEFORE INSERT ON audit
WHEN new.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;

-- Where the log ends, authenticated with the station's key: lines cut off its end, or a log rewritten whole, do not fit.
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
