/* A SQLite VFS that hands everything on to the real one, but what it was told to fail. */
#include "failing_disk.h"

#include <sqlite3.h>
#include <string.h>

static struct {
    int left; /* calls until the one that fails; 0: none will */
    enum failing_disk_kind kind;
    bool for_ever, failed;
} plan;

static sqlite3_vfs *real;

/* Is this the call that fails? */
static bool fails(void) {
    if (plan.failed && plan.for_ever)
        return true;
    if (plan.left == 0 || --plan.left > 0)
        return false;
    plan.failed = true;
    return true;
}

static int code(int error) {
    return plan.kind == FAILING_DISK_FULL ? SQLITE_FULL : error;
}

/* --- Files: ours, with the real one behind it in the same block --- */

struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct file *)(void *)file)->real;
}

static int file_close(sqlite3_file *file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
    if (!fails())
        return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
    if (size > 1)
        real_of(file)->pMethods->xWrite(real_of(file), bytes, size / 2, at);
    return code(SQLITE_IOERR_WRITE);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return fails() ? code(SQLITE_IOERR_TRUNCATE) : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)file;
    (void)flags;
    return fails() ? code(SQLITE_IOERR_FSYNC) : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_check_lock(sqlite3_file *file, int *locked) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), locked);
}

static int file_control(sqlite3_file *file, int what, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int file_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_features(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int file_map(sqlite3_file *file, int region, int size, int extend, void volatile **bytes) {
    if (extend && fails())
        return code(SQLITE_IOERR_SHMSIZE);
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, bytes);
}

static int file_lock_map(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void file_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int file_unmap(sqlite3_file *file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods methods = {.iVersion = 2, /* with shared memory, without mapped reading */
                                           .xClose = file_close,
                                           .xRead = file_read,
                                           .xWrite = file_write,
                                           .xTruncate = file_truncate,
                                           .xSync = file_sync,
                                           .xFileSize = file_size,
                                           .xLock = file_lock,
                                           .xUnlock = file_unlock,
                                           .xCheckReservedLock = file_check_lock,
                                           .xFileControl = file_control,
                                           .xSectorSize = file_sector,
                                           .xDeviceCharacteristics = file_features,
                                           .xShmMap = file_map,
                                           .xShmLock = file_lock_map,
                                           .xShmBarrier = file_barrier,
                                           .xShmUnmap = file_unmap};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    struct file *ours = (struct file *)(void *)file;
    ours->base.pMethods = NULL; /* nothing to close when it fails */
    if (fails())
        return code(SQLITE_CANTOPEN);
    ours->real = (sqlite3_file *)(void *)(ours + 1);
    int result = real->xOpen(real, name, ours->real, flags, flags_out);
    if (result == SQLITE_OK)
        ours->base.pMethods = &methods;
    return result;
}

/* --- --- */

void failing_disk_install(void) {
    static sqlite3_vfs ours;
    real = sqlite3_vfs_find(NULL);
    ours = *real; /* its other functions look at no file, only at what we copy */
    ours.pNext = NULL;
    ours.zName = "failing-disk";
    ours.szOsFile = (int)sizeof(struct file) + real->szOsFile;
    ours.xOpen = open_file;
    sqlite3_vfs_register(&ours, 1);
}

void failing_disk_fail(int nth, enum failing_disk_kind kind, bool for_ever) {
    plan.left = nth;
    plan.kind = kind;
    plan.for_ever = for_ever;
    plan.failed = false;
}

bool failing_disk_stop(void) {
    bool failed = plan.failed;
    memset(&plan, 0, sizeof plan);
    return failed;
}
