-- What printing again, setting aside and settling need. Version 1 kept no document, and ended with 'printed'.
ALTER TABLE attestation ADD COLUMN printer TEXT NOT NULL DEFAULT '' CHECK (length(printer) <= 255);
ALTER TABLE attestation ADD COLUMN prints INTEGER NOT NULL DEFAULT 0 CHECK (prints >= 0);
ALTER TABLE attestation ADD COLUMN reissued INTEGER NOT NULL DEFAULT 0 CHECK (reissued IN (0, 1));
ALTER TABLE attestation ADD COLUMN settling INTEGER NOT NULL DEFAULT 0 CHECK (settling = 0 OR (settling = 1 AND state = 'intended'));
UPDATE attestation SET prints = 1 WHERE state IN ('sent', 'printed', 'handed-over');
UPDATE attestation SET state = 'handed-over' WHERE state = 'printed';
-- The registry cannot be asked again for whom: that is in no document.
UPDATE attestation SET state = 'cancelled', reason = 'no-document' WHERE state = 'intended';

-- What an attestation is made of, encrypted under the station's key, bound to its request_id; goes with its end.
CREATE TABLE document (
    request_id TEXT NOT NULL PRIMARY KEY REFERENCES attestation (request_id),
    sealed BLOB NOT NULL
) STRICT;

-- The slug with which the registry refused an event for ever; empty: to send.
-- What a printer may still hold of a number: from the order until it is printed, or known to be dropped.
CREATE TABLE held_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL REFERENCES attestation (number),
    printer TEXT NOT NULL,
    UNIQUE (number, printer)
) STRICT;

ALTER TABLE outbox ADD COLUMN refused TEXT NOT NULL DEFAULT '';

-- The last line of the audit log that the registry has.
CREATE TABLE audit_told (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;
INSERT INTO audit_told VALUES (1, 0);
