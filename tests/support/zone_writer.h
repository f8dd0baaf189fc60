/* Writes the machine readable zones of documents that the training drivers might show, with their check digits (ICAO
 * 9303-3 §4.9), independently of kiosk/mrz. */
#ifndef GUICHET_TESTS_ZONE_WRITER_H
#define GUICHET_TESTS_ZONE_WRITER_H

enum { ZONE_SIZE = 3 * 31 };

/* An identity card, 3 × 30 (ICAO 9303-5). `names` as in a zone ("DUMONT<D<URVILLE<<JULES"), cut at 30; dates YYMMDD. */
void zone_write_card(const char *names, const char *birth, char sex, const char *expiry, char out[ZONE_SIZE]);
/* A French identity card of before 2021, 2 × 36; issued YYMM. */
void zone_write_old_card(const char *name, const char *given_names, const char *birth, const char *issued,
                         char out[ZONE_SIZE]);
/* A French licence, 1 × 30: title number of nine characters. */
void zone_write_licence(const char *title_number, const char *expiry, const char *name, char out[ZONE_SIZE]);

#endif
