/* A scanner of the station's own: an input device (evdev), read exclusively and with a fixed layout, so that neither
 * the keyboard's layout nor the screen comes into it, or a serial line (USB CDC), which loses no control character.
 * Read in the loop; a whole scan is told at once. It recognises nothing: `scan` does. */
#ifndef GUICHET_SCANNER_H
#define GUICHET_SCANNER_H

#include "loop.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SCANNER_QUIET_MS = 100, /* a scan is over after this silence */
    SCANNER_SCAN_MAX = 4096 /* characters; of a longer one nothing is told but that it came (length 0) */
};

struct scanner;

/* `text`: NUL-terminated, without the line end that closes a scan; wiped when this returns. */
typedef void scanner_scanned(void *context, const char *text, size_t length);

/* `path`: /dev/input/by-id/… or /dev/ttyACM…; what is not there, or goes, is looked for again every two seconds. The
 * struct is the caller's to close. */
STATUS_MUST_CHECK enum status scanner_open(const char *path, struct loop *loop, scanner_scanned *scanned, void *context,
                                           struct scanner **scanner);
void scanner_close(struct scanner *scanner); /* gives the device back; NULL is fine */
bool scanner_is_there(const struct scanner *scanner);

#endif
