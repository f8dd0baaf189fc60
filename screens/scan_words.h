/* What is said of a machine readable zone that was read badly. Pure. */
#ifndef GUICHET_SCAN_WORDS_H
#define GUICHET_SCAN_WORDS_H

#include "../kiosk/mrz.h"

#include <stddef.h>

/* "✗ Document mal lu : numéro (clé 2, il faudrait 3)." 512 bytes are enough. */
void scan_words_write_errors(const struct mrz *mrz, char *out, size_t size);
/* "Lecture douteuse, corrigée : …": what the agent compares with the document, on two lines. 512 bytes are enough. */
void scan_words_write_proposed(const struct mrz *mrz, char *out, size_t size);

#endif
