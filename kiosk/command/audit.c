/* guichet audit: checks and exports the audit log. It must not change it. */
#include "common.h"

#include "../journal.h"
#include "../text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct log {
    struct vault *vault;
    struct journal *journal;
};

static enum status open_log(const struct command_options *options, struct log *log, struct fault *fault) {
    struct config config;
    enum status status = command_find_used_station(options, &config, fault);
    if (status == STATUS_OK)
        status = vault_open(config.state_folder, &log->vault, fault);
    return status == STATUS_OK ? journal_open(config.state_folder, log->vault, &log->journal, fault) : status;
}

static void close_log(struct log *log) {
    journal_close(log->journal);
    vault_close(log->vault);
}

/* --- verify --- */

static int tell_broken(int64_t lines, int64_t broken_at, bool json) {
    struct fault fault = {.code = STATUS_BROKEN_CHAIN};
    text_format(fault.detail, sizeof fault.detail, "à partir de la ligne %lld", (long long)broken_at);
    if (json && command_answer(json_pack("{s:b, s:I, s:I}", "valid", 0, "lines", (json_int_t)lines, "broken_at",
                                         (json_int_t)broken_at)) != COMMAND_DONE)
        return COMMAND_CANNOT_TELL;
    return command_fail(&fault);
}

static int verify(struct log *log, const struct command_options *options) {
    int64_t lines = 0, broken_at = 0;
    enum status status = journal_verify(log->journal, &lines, &broken_at);
    if (status == STATUS_BROKEN_CHAIN)
        return tell_broken(lines, broken_at, options->json);
    if (status != STATUS_OK)
        return command_fail(&(struct fault){.code = status});
    if (options->json)
        return command_answer(json_pack("{s:b, s:I, s:n}", "valid", 1, "lines", (json_int_t)lines, "broken_at"));
    printf("Le journal d'audit est intact\u00A0: %lld ligne%s.\n", (long long)lines, lines > 1 ? "s" : "");
    return command_flush(COMMAND_DONE);
}

/* --- export --- */

struct hex {
    char text[2 * VAULT_HASH_SIZE + 1];
};

static struct hex hex_of(const uint8_t hash[VAULT_HASH_SIZE]) {
    struct hex hex;
    sodium_bin2hex(hex.text, sizeof hex.text, hash, VAULT_HASH_SIZE);
    return hex;
}

/* As the hash covers it, so that an auditor can compute it again: `person` is zeros when there is none. */
static json_t *line_json(const struct journal_line *line) {
    struct hex person = hex_of(line->person), previous = hex_of(line->previous), hash = hex_of(line->hash);
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "sequence", (json_int_t)line->sequence, "at",
                     line->at, "agent", line->agent_id, "act", line->act, "detail", line->detail, "number",
                     line->number, "person", person.text, "previous", previous.text, "hash", hash.text);
}

static enum status export_json(void *context, const struct journal_line *line) {
    bool *first = context;
    json_t *value = line_json(line);
    fputs(*first ? "\n" : ",\n", stdout);
    *first = false;
    int failed = value ? json_dumpf(value, stdout, JSON_COMPACT) : -1;
    json_decref(value);
    return failed == 0 ? STATUS_OK : STATUS_IO;
}

static enum status export_text(void *context, const struct journal_line *line) {
    (void)context;
    bool written = printf("%lld\t%s\t%s\t%s\t%s\t%s\n", (long long)line->sequence, line->at, line->agent_id, line->act,
                          line->detail, line->number) > 0;
    return written ? STATUS_OK : STATUS_IO;
}

/* An array written line by line: the log may be long. */
static int export(struct log *log, const struct command_options *options) {
    bool first = true;
    if (options->json)
        fputs("{\"events\":[", stdout);
    enum status status = journal_export(log->journal, options->json ? export_json : export_text, &first);
    if (options->json && status == STATUS_OK)
        fputs("\n]}\n", stdout);
    return status == STATUS_OK ? command_flush(COMMAND_DONE) : command_fail(&(struct fault){.code = status});
}

int command_audit(int argc, char **argv) {
    struct command_options options;
    struct log log = {0};
    struct fault fault = {0};
    bool known = command_read_options(argc, argv, &options) && !options.words[1] && !options.role;
    bool to_verify = known && strcmp(options.words[0], "verify") == 0;
    bool to_export = known && strcmp(options.words[0], "export") == 0;
    if (!to_verify && !to_export)
        return command_usage("audit");
    int exit_status = open_log(&options, &log, &fault) != STATUS_OK ? command_fail(&fault)
                      : to_verify                                   ? verify(&log, &options)
                                                                    : export(&log, &options);
    close_log(&log);
    return exit_status;
}
