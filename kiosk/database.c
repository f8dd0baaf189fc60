/* Opens SQLite databases in one way: modes, PRAGMAs, schema. It must not know what is kept in them. */
#include "database.h"

#include "resource.h"
#include "state_folder.h"
#include "text.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* For every database. */
static const char *const pragmas[] = {
    "PRAGMA journal_mode = WAL",     /* a commit is one sequential write, and `guichet audit` reads beside the kiosk */
    "PRAGMA secure_delete = ON",     /* what is deleted is overwritten in the file, free pages included */
    "PRAGMA temp_store = MEMORY",    /* no temporary file outside the state folder */
    "PRAGMA cache_size = -256",      /* KiB: rows are read once; pages kept would only be memory */
    "PRAGMA cell_size_check = ON",   /* a damaged page is an error, not a strange row */
    "PRAGMA foreign_keys = ON",      /* off by default; the schemas count on it */
    "PRAGMA recursive_triggers = ON" /* REPLACE then runs the DELETE triggers of append-only tables */
};

enum status database_status(int sqlite_code) {
    switch (sqlite_code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        return STATUS_EXISTS;
    default:
        break;
    }
    switch (sqlite_code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STATUS_OK;
    case SQLITE_FULL:
        return STATUS_FULL;
    case SQLITE_NOMEM:
        return STATUS_NO_MEMORY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return STATUS_IO;
    default:
        return STATUS_DATABASE;
    }
}

enum status database_run(sqlite3 *database, const char *sql) {
    return database_status(sqlite3_exec(database, sql, NULL, NULL, NULL));
}

enum status database_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement) {
    return database_status(sqlite3_prepare_v2(database, sql, -1, statement, NULL));
}

enum status database_step(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    return code == SQLITE_DONE ? STATUS_NOT_FOUND : database_status(code);
}

enum status database_finish(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return database_status(code);
}

enum status database_number(sqlite3 *database, const char *sql, sqlite3_int64 *number) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(database, sql, &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        *number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

enum status database_begin(sqlite3 *database) {
    return database_run(database, "BEGIN IMMEDIATE");
}

enum status database_end(sqlite3 *database, enum status status) {
    if (status == STATUS_OK)
        status = database_run(database, "COMMIT");
    if (status != STATUS_OK && !sqlite3_get_autocommit(database))
        sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum status database_truncate_log(sqlite3 *database) {
    return database_status(sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}

/* SQLite gives its -wal and -shm files the mode and owner of the database: it is enough to make this one right. Never
 * open an existing one here: closing it would drop the locks of another connection in this process. */
static enum status make_file(const char *path, struct fault *fault) {
    int fd = -1;
    enum status status = state_folder_create_file(path, &fd, fault);
    if (status == STATUS_OK)
        close(fd);
    if (status != STATUS_EXISTS)
        return status;
    struct stat found;
    if (lstat(path, &found) != 0 || !S_ISREG(found.st_mode))
        return fault_set(fault, STATUS_IO, "database", "not a regular file");
    if ((found.st_mode & 0777) != 0600 && chmod(path, 0600) != 0)
        return fault_set(fault, STATUS_IO, "database", "mode is not 0600");
    return STATUS_OK;
}

static enum status configure(sqlite3 *database, enum database_sync sync) {
    sqlite3_busy_timeout(database, DATABASE_BUSY_TIMEOUT_MS);
    /* A file changed by somebody else must not make us run its functions, nor corrupt it further. */
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    /* "x" is a column, never a text: a misspelled column is an error. */
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof pragmas / sizeof pragmas[0]; i++)
        status = database_run(database, pragmas[i]);
    if (status != STATUS_OK)
        return status;
    return database_run(database, sync == DATABASE_FULL
                                      ? "PRAGMA synchronous = FULL"     /* on disk before the act that follows */
                                      : "PRAGMA synchronous = NORMAL"); /* losing the last rows only costs a lookup */
}

static struct resource schema_file(const char *schema, int number) {
    char name[64];
    if (!text_format(name, sizeof name, "schema/%s/%03d.sql", schema, number))
        return (struct resource){0};
    return resource_find(name);
}

static enum status apply_schema(sqlite3 *database, int number, const char *sql) {
    char version[48];
    if (!text_format(version, sizeof version, "PRAGMA user_version = %d", number))
        return STATUS_TOO_LONG;
    enum status status = database_run(database, sql);
    return status == STATUS_OK ? database_run(database, version) : status;
}

/* In one transaction a file; the version is read inside, for two processes may open a new database at once. */
static enum status upgrade_once(sqlite3 *database, const char *schema, bool *done) {
    enum status status = database_begin(database);
    sqlite3_int64 version = 0;
    if (status == STATUS_OK)
        status = database_number(database, "PRAGMA user_version", &version);
    struct resource next = schema_file(schema, (int)version + 1);
    *done = !next.bytes;
    if (status == STATUS_OK && next.bytes)
        status = apply_schema(database, (int)version + 1, next.bytes);
    else if (status == STATUS_OK && (version == 0 || !schema_file(schema, (int)version).bytes))
        status = version == 0 ? STATUS_INVALID : STATUS_UNSUPPORTED;
    return database_end(database, status);
}

/* Most openings find the schema as it should be: they read, and write nothing. */
static enum status upgrade(sqlite3 *database, const char *schema) {
    sqlite3_int64 version = 0;
    enum status status = database_number(database, "PRAGMA user_version", &version);
    bool done = status == STATUS_OK && version > 0 && schema_file(schema, (int)version).bytes &&
                !schema_file(schema, (int)version + 1).bytes;
    while (status == STATUS_OK && !done)
        status = upgrade_once(database, schema, &done);
    return status;
}

/* Only what writes pages says "full" by itself; the log and its index are made at opening, and say that they cannot be,
 * with the error of their last try, which is another one when no file can be made. */
static bool is_disk_full(const char *path, int error) {
    struct statvfs disk;
    if (error == ENOSPC || error == EDQUOT)
        return true;
    return statvfs(path, &disk) == 0 && (disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0));
}

enum status database_open(const char *path, const char *schema, enum database_sync sync, sqlite3 **database,
                          struct fault *fault) {
    sqlite3 *opened = NULL;
    enum status status = make_file(path, fault);
    if (status != STATUS_OK)
        return status;
    /* One thread, one connection: no mutex, no shared cache. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
    status = database_status(sqlite3_open_v2(path, &opened, flags, NULL));
    if (status == STATUS_OK)
        status = configure(opened, sync);
    if (status == STATUS_OK)
        status = upgrade(opened, schema);
    if (status == STATUS_IO && is_disk_full(path, sqlite3_system_errno(opened)))
        status = STATUS_FULL;
    if (status != STATUS_OK) {
        fault_set(fault, status, schema, status == STATUS_UNSUPPORTED ? "newer schema" : sqlite3_errmsg(opened));
        sqlite3_close_v2(opened);
        return status;
    }
    *database = opened;
    return STATUS_OK;
}
