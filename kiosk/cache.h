/* Records kept encrypted in SQLite (state folder, cache.db). Rows are found by a keyed hash of the NEPH; nothing in the
 * file tells who is in it. Time to live and number of rows are bounded by configuration. */
#ifndef GUICHET_CACHE_H
#define GUICHET_CACHE_H

#include "config.h"
#include "date.h"
#include "status.h"
#include "vault.h"

#include <stddef.h>

struct cache;

struct cache_entry {
    char *json; /* the record as the registry sent it; memory_free */
    size_t json_size;
    char etag[128];              /* or empty */
    struct date_time fetched_at; /* when the registry last confirmed it */
};
void cache_entry_clear(struct cache_entry *entry);

STATUS_MUST_CHECK enum status cache_open(const struct config *config, const struct vault *vault, struct cache **cache,
                                         struct fault *fault);
void cache_close(struct cache *cache);

/* STATUS_NOT_FOUND when there is none, it is too old, or it does not authenticate (then it is erased). */
STATUS_MUST_CHECK enum status cache_get(struct cache *cache, const char *neph, struct cache_entry *entry);
STATUS_MUST_CHECK enum status cache_put(struct cache *cache, const char *neph, const char *json, size_t json_size,
                                        const char *etag, const struct date_time *fetched_at);
/* After a 304: the same record, confirmed now. */
STATUS_MUST_CHECK enum status cache_touch(struct cache *cache, const char *neph, const struct date_time *confirmed_at);
STATUS_MUST_CHECK enum status cache_remove(struct cache *cache, const char *neph);
/* Erases what is too old, then the oldest over the bound. */
STATUS_MUST_CHECK enum status cache_expire(struct cache *cache);
/* Erases everything, really: secure_delete, then a truncating checkpoint (platform.md §12). */
STATUS_MUST_CHECK enum status cache_purge(struct cache *cache);

struct cache_stats {
    int records;
    long long bytes;
    int64_t oldest_unix, newest_unix; /* 0 when empty */
};
STATUS_MUST_CHECK enum status cache_stats(struct cache *cache, struct cache_stats *stats);

#endif
