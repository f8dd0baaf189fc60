/* What the subcommands share: their options, the station that they are about, how they answer and refuse. */
#ifndef GUICHET_COMMAND_COMMON_H
#define GUICHET_COMMAND_COMMON_H

#include "../config.h"
#include "../status.h"
#include "../trust.h"
#include "command.h"

#include <jansson.h>
#include <stdbool.h>

enum { COMMAND_WORDS_MAX = 2 };

struct command_options {
    const char *config_file;  /* --config: a station */
    const char *state_folder; /* --state: training */
    const char *role;         /* --role, or NULL */
    bool json;
    const char *words[COMMAND_WORDS_MAX]; /* after the name of the subcommand; NULL after the last */
};

/* False for anything else than these options and at most COMMAND_WORDS_MAX words ("-" is one). */
bool command_read_options(int argc, char **argv, struct command_options *options);

/* The same for commands that read one file: `--json`, and at most one word, NULL without. */
bool command_read_file_options(int argc, char **argv, bool *json, const char **file);

/* The station meant: --state, else --config, else the station's file. Starts the clock in its zone. */
STATUS_MUST_CHECK enum status command_find_station(const struct command_options *options, struct config *config,
                                                   struct fault *fault);
/* The same for commands that read what a kiosk has written: STATUS_NOT_FOUND, where = "state_folder", when none ever
 * ran there; nothing is created. */
STATUS_MUST_CHECK enum status command_find_used_station(const struct command_options *options, struct config *config,
                                                        struct fault *fault);

/* The certificates of `folder`, or, with NULL, of the configured station, or the training one where no station is
 * configured. Starts the clock. Caller owns *trust. */
STATUS_MUST_CHECK enum status command_open_trust(const char *folder, bool accept_test_issuers, struct trust **trust,
                                                 struct fault *fault);
/* Is there a station on this machine? */
bool command_has_station(void);

/* Each writes its sentences on standard error and returns the exit status. */
int command_usage(const char *name);
int command_fail(const struct fault *fault);
int command_refuse(const char *happened, const char *to_do); /* COMMAND_NO */

/* Writes `value` on standard output and releases it; returns COMMAND_DONE, or COMMAND_CANNOT_TELL. */
int command_answer(json_t *value);

/* Finishes standard output: an answer that did not get there (a full disk, a closed pipe) is not one. */
int command_flush(int exit_status);

#endif
