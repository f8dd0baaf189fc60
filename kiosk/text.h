/* UTF-8 checking, display width, folding to the 2D-Doc alphabet, and the bounded string builder. Pure. */
#ifndef GUICHET_TEXT_H
#define GUICHET_TEXT_H

#include "status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- Bounded builder: a growing text with a mandatory ceiling. Freed memory is wiped. --- */
struct text_builder {
    char *bytes;    /* always NUL-terminated; never NULL after init */
    size_t length;  /* without the NUL */
    size_t size;    /* allocated */
    size_t ceiling; /* longest length allowed */
    bool failed;    /* something did not fit: all later appends do nothing */
};

void text_builder_init(struct text_builder *builder, size_t ceiling);
void text_builder_clear(struct text_builder *builder);
void text_append(struct text_builder *builder, const char *text);
void text_append_bytes(struct text_builder *builder, const void *bytes, size_t size);
void text_append_char(struct text_builder *builder, char byte);
void text_appendf(struct text_builder *builder, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Gives the text away (caller frees with memory_free()) and clears the builder; STATUS_TOO_LONG when it had failed. */
STATUS_MUST_CHECK enum status text_builder_take(struct text_builder *builder, char **text);

/* snprintf into a fixed buffer; returns false (and leaves an empty string) when it does not fit. */
bool text_format(char *buffer, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The mark of the French plural after that many: "s" from two on, else "". */
const char *text_plural(int count);
/* Copies into a fixed buffer, cut at a UTF-8 boundary; returns false when it was cut. */
bool text_copy(char *buffer, size_t size, const char *text);

/* --- UTF-8 --- */
/* Is it well-formed UTF-8 (no surrogates, no overlong forms, no NUL)? */
bool text_is_utf8(const char *bytes, size_t size);
/* Has it any control character (C0, DEL, C1) or invisible mark that reorders or hides text? Such a value never reaches
 * the terminal or a page. */
bool text_has_control(const char *text);
/* Decodes one code point at *at (valid UTF-8) and moves *at on; 0 at the end; U+FFFD and one byte on for bad bytes. */
uint32_t text_next(const char **at);
/* Writes a code point as UTF-8 (1–4 bytes, no NUL); returns how many bytes. */
size_t text_encode(uint32_t code_point, char out[4]);
/* Columns on a terminal (0 combining, 2 wide); independent of the locale. */
int text_width(const char *text);
int text_code_point_width(uint32_t code_point);
/* How many bytes of `text` fit in `columns` columns. */
size_t text_fit(const char *text, int columns);

/* --- Folding --- */
/* To the 2D-Doc alphabet (A-Z 0-9 space): Æ→AE Œ→OE ß→SS Þ→TH Đ Ð→D Ł→L Ø→O ı→I, then NFD without marks, upper case,
 * an apostrophe (' ’ ʼ) disappears, anything else becomes a space, runs of spaces become one, none at the ends.
 * 2D-Doc 3.2.6. STATUS_TOO_LONG when `size` is not enough. */
STATUS_MUST_CHECK enum status text_fold(const char *text, char *out, size_t size);
/* Removes accents only (é→e, œ→oe, « → ", ’ → ', – → -, ● → *): what an ASCII terminal shows. Never fails: cut to size.
 */
void text_to_ascii(const char *text, char *out, size_t size);

#endif
