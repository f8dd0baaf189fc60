/* guichet cache: what is kept and since when; empties it. It must not open a record. */
#include "common.h"

#include "../cache.h"
#include "../text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct store {
    struct vault *vault;
    struct cache *cache;
};

static enum status open_store(const struct command_options *options, struct store *store, struct fault *fault) {
    struct config config;
    enum status status = command_find_used_station(options, &config, fault);
    if (status == STATUS_OK)
        status = vault_open(config.state_folder, &store->vault, fault);
    return status == STATUS_OK ? cache_open(&config, store->vault, &store->cache, fault) : status;
}

static void close_store(struct store *store) {
    cache_close(store->cache);
    vault_close(store->vault);
}

struct moment {
    char utc[32];   /* RFC 3339 */
    char local[64]; /* "24 novembre 2026 à 9 h 31" */
};

static struct moment moment_of(int64_t unix_seconds) {
    struct moment moment = {0};
    struct tm utc, local;
    time_t seconds = (time_t)unix_seconds;
    char day[40], hour[16];
    if (!gmtime_r(&seconds, &utc) || !localtime_r(&seconds, &local) ||
        strftime(moment.utc, sizeof moment.utc, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        return moment;
    struct date_time at = {
        .date = {(int16_t)(local.tm_year + 1900), (uint8_t)(local.tm_mon + 1), (uint8_t)local.tm_mday},
        .hour = (uint8_t)local.tm_hour,
        .minute = (uint8_t)local.tm_min};
    date_write_long(at.date, day);
    date_write_time(&at, hour);
    if (!text_format(moment.local, sizeof moment.local, "%s à %s", day, hour))
        moment.local[0] = '\0';
    return moment;
}

static int tell_stats(const struct cache_stats *stats, bool json) {
    struct moment oldest = moment_of(stats->oldest_unix), newest = moment_of(stats->newest_unix);
    bool empty = stats->records == 0;
    if (json)
        return command_answer(json_pack("{s:i, s:I, s:s?, s:s?}", "records", stats->records, "bytes",
                                        (json_int_t)stats->bytes, "oldest", empty ? NULL : oldest.utc, "newest",
                                        empty ? NULL : newest.utc));
    if (empty)
        puts("Aucun dossier n'est conservé.");
    else
        printf("%d dossier%s conservé%s (%lld octets), du %s au %s.\n", stats->records, stats->records > 1 ? "s" : "",
               stats->records > 1 ? "s" : "", stats->bytes, oldest.local, newest.local);
    return command_flush(COMMAND_DONE);
}

static int tell_purge(const struct cache_stats *before, bool json) {
    if (json)
        return command_answer(json_pack("{s:i}", "erased", before->records));
    printf("%d dossier%s effacé%s.\n", before->records, before->records > 1 ? "s" : "", before->records > 1 ? "s" : "");
    return command_flush(COMMAND_DONE);
}

static int run(struct store *store, bool to_purge, bool json) {
    struct cache_stats stats;
    enum status status = cache_stats(store->cache, &stats);
    if (status == STATUS_OK && to_purge)
        status = cache_purge(store->cache);
    if (status != STATUS_OK)
        return command_fail(&(struct fault){.code = status});
    return to_purge ? tell_purge(&stats, json) : tell_stats(&stats, json);
}

int command_cache(int argc, char **argv) {
    struct command_options options;
    struct store store = {0};
    struct fault fault = {0};
    bool known = command_read_options(argc, argv, &options) && !options.words[1] && !options.role;
    bool to_purge = known && strcmp(options.words[0], "purge") == 0;
    bool to_tell = known && strcmp(options.words[0], "stats") == 0;
    if (!to_purge && !to_tell)
        return command_usage("cache");
    int exit_status =
        open_store(&options, &store, &fault) == STATUS_OK ? run(&store, to_purge, options.json) : command_fail(&fault);
    close_store(&store);
    return exit_status;
}
