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
    SCANNER_SCAN_MAX = 4096 /* characters */
};

struct scanner;

/* The first of a scan has come. */
typedef void scanner_began(void *context);
/* `text`: NUL-terminated, without the line end that closes a scan; wiped when this returns. Of a scan that is longer
 * than can be, or of which the kernel or an unplugged cable lost a part, nothing is told but that it came (length
 * 0). */
typedef void scanner_scanned(void *context, const char *text, size_t length);

/* `path`: /dev/input/by-id/… or /dev/ttyACM…; what is not there, or goes, is looked for again every two seconds.
 * `began` may be NULL. The struct is the caller's to close. */
STATUS_MUST_CHECK enum status scanner_open(const char *path, struct loop *loop, scanner_began *began,
                                           scanner_scanned *scanned, void *context, struct scanner **scanner);
void scanner_close(struct scanner *scanner); /* gives the device back; NULL is fine */
bool scanner_is_there(const struct scanner *scanner);
bool scanner_is_serial(const struct scanner *scanner); /* a line, that has no keys; while it is there */

#endif
