/* French wording that several screens share. Pure. */
#ifndef GUICHET_WORDS_H
#define GUICHET_WORDS_H

#include "../kiosk/counter.h"
#include "../kiosk/record.h"
#include "../kiosk/text.h"

enum { WORDS_MAX = 512 };

/* "24 nov. 2026" */
void words_write_day(struct date date, char out[48]);
/* "24 nov. 2026, 9 h 30 (il y a 2 h)" */
void words_write_data_age(const struct date_time *time, char out[128]);
/* "COPIE DU 24 NOV. 2026, 9 H 30 (IL Y A 2 H) : REGISTRE INJOIGNABLE" */
void words_write_copy(const struct date_time *time, char *out, size_t size);
/* "à l'instant", "il y a 5 min", "il y a 2 h", "il y a 3 jours" */
void words_write_age(int64_t seconds, char out[32]);

/* "M. DUMONT D'URVILLE Jules" and "né le 8 mai 1942 à Condé-sur-Noireau (14)" */
void words_write_holder(const struct record_holder *holder, char *out, size_t size);
void words_write_birth(const struct record_holder *holder, char *out, size_t size);
void words_write_birth_day(const struct record_holder *holder, char *out, size_t size); /* without the place */
void words_write_list(const struct record_list *list, const char *separator, char *out, size_t size);

/* "13AA00002, en service" ; "… , déclaré volé depuis le 3 sept. 2026" */
void words_write_title(const struct record_licence *licence, char *out, size_t size);
/* The sentence that stops the agent where that title is shown, or an empty text. */
void words_write_title_alarm(const struct record_licence *licence, char *out, size_t size);
/* What is to be known of it where it is not shown, or an empty text. */
void words_write_title_note(const struct record_licence *licence, char *out, size_t size);

/* The first part of what spool says, without what to do: "Plus de papier : rechargez le bac." → "plus de papier",
 * "Imprimante hors ligne : vérifiez…" → "hors ligne". */
void words_write_printer_state(const char *text, char *out, size_t size);

/* Where pages go, as a person calls it: the last part of a folder's path, or the queue or address as configured. */
void words_write_printer(const char *printer, char *out, size_t size);

/* guidance's label, or "État 99" raw. */
void words_write_state(const struct record_licence *licence, char *out, size_t size);

/* The registry's label of an offence; without one, what the table of common offences says that it can be. */
void words_write_offence(const struct record_event *offence, char out[WORDS_MAX]);

/* "M. ", "Mme " or nothing. */
const char *words_civility(const struct record_holder *holder);

/* In capitals, accents kept: for what must be seen from afar. */
void words_write_capitals(const char *text, char *out, size_t size);

/* A label of config/guidance, which begins with a capital, within a sentence; and a word of the registry at the
 * beginning of one. ASCII letters only: no label begins with another. */
void words_append_lower(struct text_builder *builder, const char *label);
void words_append_upper(struct text_builder *builder, const char *label);

#endif
