/* Options, station, answers and refusals of the subcommands. It must not read standard input. */
#include "common.h"

#include "../date.h"
#include "../sentence.h"
#include "../state_folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char **option_value(struct command_options *options, const char *name) {
    if (strcmp(name, "--config") == 0)
        return &options->config_file;
    if (strcmp(name, "--state") == 0)
        return &options->state_folder;
    return strcmp(name, "--role") == 0 ? &options->role : NULL;
}

bool command_read_options(int argc, char **argv, struct command_options *options) {
    int words = 0;
    *options = (struct command_options){0};
    for (int i = 2; i < argc; i++) {
        const char **value = option_value(options, argv[i]);
        if (value) {
            if (*value || ++i == argc)
                return false;
            *value = argv[i];
        } else if (strcmp(argv[i], "--json") == 0) {
            options->json = true;
        } else if ((argv[i][0] == '-' && argv[i][1] != '\0') || words == COMMAND_WORDS_MAX) {
            return false;
        } else {
            options->words[words++] = argv[i];
        }
    }
    return words > 0 && !(options->config_file && options->state_folder);
}

bool command_read_file_options(int argc, char **argv, bool *json, const char **file) {
    *json = false;
    *file = NULL;
    for (int i = 2; i < argc; i++) {
        bool is_word = argv[i][0] != '-' || argv[i][1] == '\0';
        if (!*json && strcmp(argv[i], "--json") == 0)
            *json = true;
        else if (*file == NULL && is_word)
            *file = argv[i];
        else
            return false;
    }
    return true;
}

enum status command_find_station(const struct command_options *options, struct config *config, struct fault *fault) {
    const char *file = options->config_file ? options->config_file : CONFIG_STATION_FILE;
    enum status status = options->state_folder ? config_training(options->state_folder, config, fault)
                                               : config_read(file, config, fault);
    if (status == STATUS_OK)
        clock_init(config->time_zone);
    return status;
}

static enum status check_used(const char *folder, struct fault *fault) {
    char path[STATE_PATH_SIZE];
    enum status status = state_folder_path(folder, "key", path);
    if (status == STATUS_OK && access(path, F_OK) != 0)
        status = STATUS_NOT_FOUND;
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "state_folder", NULL);
}

enum status command_find_used_station(const struct command_options *options, struct config *config,
                                      struct fault *fault) {
    enum status status = options->state_folder ? check_used(options->state_folder, fault) : STATUS_OK;
    if (status == STATUS_OK)
        status = command_find_station(options, config, fault);
    return status == STATUS_OK ? check_used(config->state_folder, fault) : status;
}

bool command_has_station(void) {
    return access(CONFIG_STATION_FILE, F_OK) == 0;
}

enum status command_open_trust(const char *folder, bool accept_test_issuers, struct trust **trust,
                               struct fault *fault) {
    struct config config;
    clock_init(NULL);
    if (folder == NULL && command_has_station()) {
        enum status status = config_read(CONFIG_STATION_FILE, &config, fault);
        if (status != STATUS_OK)
            return status;
        clock_init(config.time_zone);
        folder = config.trust_folder[0] != '\0' ? config.trust_folder : NULL;
    }
    enum status status = trust_open(folder, accept_test_issuers, trust);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "trust_folder", NULL);
}

int command_usage(const char *name) {
    fprintf(stderr,
            "guichet %s\u00A0: arguments incorrects. La commande n'a rien changé. Voyez «\u00A0guichet help\u00A0».\n",
            name);
    return COMMAND_USAGE;
}

/* Unreadable input is 2, a no is 1, and what cannot be known now is 3. */
static int exit_of(enum status code) {
    switch (code) {
    case STATUS_CONFIG:
        return COMMAND_USAGE;
    case STATUS_DENIED:
    case STATUS_BROKEN_CHAIN:
        return COMMAND_NO;
    default:
        return COMMAND_CANNOT_TELL;
    }
}

int command_fail(const struct fault *fault) {
    struct sentence sentence;
    sentence_write(SENTENCE_COMMAND, fault, &sentence);
    fprintf(stderr, "guichet\u00A0: %s %s %s\n", sentence.happened, sentence.not_done, sentence.to_do);
    return exit_of(fault->code);
}

int command_refuse(const char *happened, const char *to_do) {
    fprintf(stderr, "guichet\u00A0: %s La commande n'a rien changé. %s\n", happened, to_do);
    return COMMAND_NO;
}

int command_answer(json_t *value) {
    if (!value || json_dumpf(value, stdout, JSON_COMPACT) != 0) {
        json_decref(value);
        return COMMAND_CANNOT_TELL;
    }
    json_decref(value);
    putchar('\n');
    return command_flush(COMMAND_DONE);
}

int command_flush(int exit_status) {
    bool written = fflush(stdout) == 0 && ferror(stdout) == 0;
    return written ? exit_status : COMMAND_CANNOT_TELL;
}
