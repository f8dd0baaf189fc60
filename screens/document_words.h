/* The words for documents under way, unfinished and ended, where several screens say them. Pure. */
#ifndef GUICHET_DOCUMENT_WORDS_H
#define GUICHET_DOCUMENT_WORDS_H

#include "../kiosk/desk.h"

enum { DOCUMENT_WORDS_MAX = 160 };

/* What agrees with its name: "e" or nothing. */
const char *document_words_ending(enum counter_document type);
/* "ADCS n° 0123456789AB"; without a number "ADCS"; "Réédition du RII n° …" */
void document_words_write_title(enum counter_document type, const char *number, bool reissue, char *out, size_t size);
/* "de l'ADCS n° …", "du RII n° …", "de « Ma situation »" */
void document_words_write_of(enum counter_document type, const char *number, char *out, size_t size);

/* "9 h 41"; of another day than today "23 nov. 2026, 9 h 41". */
void document_words_write_moment(const struct date_time *time, char out[72]);
/* "imprimée, non remise" */
void document_words_write_state(const struct desk_unfinished *item, char *out, size_t size);
bool document_words_has_sheets(const struct desk_unfinished *item); /* some may lie in the tray */

/* What cancelling it means, as a whole sentence. */
void document_words_write_cancel(enum counter_document type, const char *number, bool reissue, char *out, size_t size);
/* "Retirez et détruisez les feuillets sortis (1 sur 3)"; no full stop. */
void document_words_write_destroy(const struct desk_document *document, char *out, size_t size);

/* What differs in the newer record, one line each ("État du permis : Valide → Suspendu"), in the words that this
 * requester may read. */
void document_words_write_changes(const struct counter *counter, const struct record_changes *changes, char *out,
                                  size_t size);

#endif
