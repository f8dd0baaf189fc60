/* A printer for tests: the real `ippeveprinter` of cups-ipp-utils, with a private D-Bus, that keeps what it receives
 * and fails on request; and, before it, a private `cupsd` with one queue. All on the loopback, on free ports.
 *
 *     struct printer *printer = printer_start();          // NULL when a tool is missing: printer_missing() names it
 *     ... print to printer_uri(printer) ...
 *     assert_true(printer_wait_document(printer, 1, path));   // path of the first document, as it was received
 *     printer_stop(printer);
 *
 * Everything is stopped and removed by printer_stop(), and dies with the test's process whatever happens. */
#ifndef GUICHET_TESTS_PRINTER_H
#define GUICHET_TESTS_PRINTER_H

#include <stdbool.h>
#include <stddef.h>

enum { PRINTER_PATH_SIZE = 512, PRINTER_TITLE_SIZE = 128 };

struct printer;

/* What is not installed, or NULL when a printer can be started. */
const char *printer_missing(void);
/* Started, with A4 loaded; never NULL: a printer that does not start within the deadline fails the test. */
struct printer *printer_start(void);
/* The same, over TLS with the certificate KEYS/localhost.crt and its key KEYS/localhost.key; printer_uri() is ipps://
 */
struct printer *printer_start_secure(const char *keys);
void printer_stop(struct printer *printer); /* NULL is fine */

const char *printer_uri(const struct printer *printer); /* "ipp://localhost:PORT/ipp/print" */

/* Waits for the `number`-th document (from 1) to have arrived whole and to be printed; `path` is the file, byte for
 * byte what was sent. */
bool printer_wait_document(const struct printer *printer, int number, char path[PRINTER_PATH_SIZE]);
int printer_documents(const struct printer *printer); /* received so far, printed or not */
/* "1", as the job asked; the title of the job. Of the document printed last. */
bool printer_last_job(const struct printer *printer, char title[128], char copies[16]);
/* What lies in its tray: the titles of the documents that were printed to their end, in that order, at most `most`;
 * how many there are. */
int printer_list_printed(const struct printer *printer, char titles[][PRINTER_TITLE_SIZE], int most);

/* The jobs that come stop with this state reason ("media-empty-error"; reported without its suffix) until cleared. */
void printer_set_fault(struct printer *printer, const char *reason);
void printer_clear_fault(struct printer *printer);
/* A4 sheets in its tray; with 0 it says so, also when it is idle, and the jobs that come wait. */
void printer_load_paper(struct printer *printer, int sheets);
/* With 0 it says so, and prints all the same. */
void printer_load_toner(struct printer *printer, int percent);
/* Somebody cancels its last job at its own keys. False when it refuses. */
bool printer_cancel_job(const struct printer *printer);
/* The jobs that come are aborted by the printer. */
void printer_set_aborting(struct printer *printer, bool aborting);
/* Its tray holds US Letter instead of A4. */
void printer_load_letter(struct printer *printer);
/* The printer is switched off, abruptly, and on again (same address, same spool). */
void printer_turn_off(struct printer *printer);
void printer_turn_on(struct printer *printer);
bool printer_is_on(const struct printer *printer);
/* It keeps its connections but answers nothing. */
void printer_freeze(struct printer *printer, bool frozen);

/* --- A private cupsd with one queue --- */
struct print_server;

const char *print_server_missing(void);
/* A queue for `uri`, with the settings of config/cups/cupsd.conf and a log of all; never NULL. */
struct print_server *print_server_start(const char *uri);
void print_server_stop(struct print_server *server); /* NULL is fine */
/* Killed, abruptly; and started again (same address, same jobs). */
void print_server_kill(struct print_server *server);
void print_server_restart(struct print_server *server);
/* Where it keeps everything: its jobs, cache, state and logs. */
const char *print_server_folder(const struct print_server *server);
/* For CUPS_SERVER; `localhost:PORT`, spelled as libcups wants it. Workers that a spawner starts do not inherit it:
 * `ipp://localhost:PORT/printers/guichet` names the same queue without it. */
const char *print_server_address(const struct print_server *server);
const char *print_server_queue(const struct print_server *server); /* "guichet" */

#endif
