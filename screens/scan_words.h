/* What is said of what was scanned and read badly. Pure. */
#ifndef GUICHET_SCAN_WORDS_H
#define GUICHET_SCAN_WORDS_H

#include "../kiosk/mrz.h"

#include <stdbool.h>
#include <stddef.h>

/* "✗ Document mal lu : numéro (clé 2, il faudrait 3)." 512 bytes are enough. */
void scan_words_write_errors(const struct mrz *mrz, char *out, size_t size);
/* "Lecture douteuse, corrigée : …": what the agent compares with the document, on two lines. 512 bytes are enough. */
void scan_words_write_proposed(const struct mrz *mrz, char *out, size_t size);
/* É È Ç À, small or capital: what the keys of 2 7 9 0 make on a French keyboard, Caps Lock off or on. Three, which no
 * code holds, tell that a scanner types on it without knowing. */
bool scan_words_are_azerty(const char *text, size_t length);

#endif
