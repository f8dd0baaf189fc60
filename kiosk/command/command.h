/* The subcommands of guichet: what can be typed and has no screen. One file each; all stand in one table in command.c.
 */
#ifndef GUICHET_COMMAND_H
#define GUICHET_COMMAND_H

#include <stdbool.h>

/* Exit statuses, the same for all (commands.md). */
enum command_exit { COMMAND_DONE, COMMAND_NO, COMMAND_USAGE, COMMAND_CANNOT_TELL };

/* Runs the subcommand that argv[1] names; *handled stays false when it names none. Returns the exit status. */
int command_run(int argc, char **argv, bool *handled);

/* The subcommands: argv[1] is their name. */
int command_agent(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_cache(int argc, char **argv);
int command_document(int argc, char **argv);
int command_mrz(int argc, char **argv);
int command_points(int argc, char **argv);
int command_scan(int argc, char **argv);
int command_seal(int argc, char **argv);
int command_trust(int argc, char **argv);

#endif
