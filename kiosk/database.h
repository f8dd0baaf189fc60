/* Opens a SQLite database from numbered schema files (config/schema/NAME/NNN.sql, each applied in one transaction,
 * PRAGMA user_version); a newer schema is refused. Used by cache, journal, agents and the training registry. */
#ifndef GUICHET_DATABASE_H
#define GUICHET_DATABASE_H

#include "status.h"

#include <sqlite3.h>

enum database_sync { DATABASE_NORMAL, DATABASE_FULL };

/* `path` is made 0600. `schema` is the folder name under config/schema. Caller owns *database (sqlite3_close_v2). */
STATUS_MUST_CHECK enum status database_open(const char *path, const char *schema, enum database_sync sync,
                                            sqlite3 **database, struct fault *fault);
/* Maps SQLite's code: STATUS_FULL, STATUS_IO, STATUS_DATABASE. */
enum status database_status(int sqlite_code);

#endif
