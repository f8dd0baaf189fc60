/* What is said of what was scanned and read badly. Pure. */
#ifndef GUICHET_SCAN_WORDS_H
#define GUICHET_SCAN_WORDS_H

#include "../kiosk/config.h"
#include "../kiosk/mrz.h"
#include "../kiosk/seal.h"
#include "../kiosk/seal_words.h"

#include <stdbool.h>
#include <stddef.h>

/* "✗ Document mal lu : numéro (clé 2, il faudrait 3)." 512 bytes are enough. */
void scan_words_write_errors(const struct mrz *mrz, char *out, size_t size);
/* "Lecture douteuse, corrigée : …": what the agent compares with the document, on two lines. 512 bytes are enough. */
void scan_words_write_proposed(const struct mrz *mrz, char *out, size_t size);
/* É È Ç À, small or capital: what the keys of 2 7 9 0 make on a French keyboard, Caps Lock off or on. Three, which no
 * code holds, tell that a scanner types on it without knowing. */
bool scan_words_are_azerty(const char *text, size_t length);

/* What the station's scanner sends for GS, RS and US; valid as long as the configuration. */
struct seal_substitutes scan_words_substitutes(const struct config *config);
/* Is it of a document of identity (types 07 and 08)? */
bool scan_words_are_identity(const struct seal *seal);

#endif
