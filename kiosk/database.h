/* Opens a SQLite database from numbered schema files (config/schema/NAME/NNN.sql, each applied in one transaction,
 * PRAGMA user_version); a newer schema is refused. Used by cache, journal, agents and the training registry. */
#ifndef GUICHET_DATABASE_H
#define GUICHET_DATABASE_H

#include "status.h"

#include <sqlite3.h>

enum database_sync { DATABASE_NORMAL, DATABASE_FULL };

/* How long a statement waits for another process: `guichet agent` and `audit` commit in a few ms. */
enum { DATABASE_BUSY_TIMEOUT_MS = 1000 };

/* `path` is made 0600. `schema` is the folder name under config/schema. Caller owns *database (sqlite3_close_v2).
 * STATUS_UNSUPPORTED: the file was written by a newer program. */
STATUS_MUST_CHECK enum status database_open(const char *path, const char *schema, enum database_sync sync,
                                            sqlite3 **database, struct fault *fault);
/* Maps SQLite's (extended) code: STATUS_OK, STATUS_EXISTS (a key that is taken), STATUS_FULL, STATUS_IO,
 * STATUS_NO_MEMORY, STATUS_DATABASE. */
enum status database_status(int sqlite_code);

/* Runs statements that give no row. */
STATUS_MUST_CHECK enum status database_run(sqlite3 *database, const char *sql);

/* One statement: prepare, bind with sqlite3_bind_*, then step or finish. Texts bound must outlive it. */
STATUS_MUST_CHECK enum status database_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement);
/* STATUS_OK: a row is there; STATUS_NOT_FOUND: no more. */
STATUS_MUST_CHECK enum status database_step(sqlite3_stmt *statement);
/* Runs a statement that gives no row and finalizes it, also when it fails. */
STATUS_MUST_CHECK enum status database_finish(sqlite3_stmt *statement);
/* A query for one number, without parameters; 0 when it is NULL. */
STATUS_MUST_CHECK enum status database_number(sqlite3 *database, const char *sql, sqlite3_int64 *number);

/* A write transaction. database_end() commits when `status` is STATUS_OK, else rolls back; returns what became of it.
 */
STATUS_MUST_CHECK enum status database_begin(sqlite3 *database);
STATUS_MUST_CHECK enum status database_end(sqlite3 *database, enum status status);

/* Moves the write-ahead log into the file and cuts it to nothing, so that what was erased is in neither.
 * STATUS_DATABASE while another process reads. */
STATUS_MUST_CHECK enum status database_truncate_log(sqlite3 *database);

#endif
