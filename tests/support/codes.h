/* What is on a printed page, as others see it: codes read by ZXing from pixels made by poppler, text by pdftotext,
 * signatures verified by the openssl command. None of our own code. */
#ifndef GUICHET_TESTS_CODES_H
#define GUICHET_TESTS_CODES_H

#include <stdbool.h>
#include <stddef.h>

enum { CODES_SIZE = 4096 };

struct codes { /* each empty when there is none; the bytes as they are (GS, RS, US), NUL-terminated */
    char data_matrix[CODES_SIZE], qr[CODES_SIZE];
    size_t data_matrix_length, qr_length;
};

/* What is not installed of pdftoppm, pdftotext, ZXingReader and openssl, or NULL. */
const char *codes_missing(void);

/* Reads the codes of one page (from 1) rendered at `dpi`. False when the page cannot be rendered. */
bool codes_read(const char *pdf_path, int page, int dpi, struct codes *codes);

/* The code of that format ("DataMatrix", "QRCode") in a picture (PNG, PGM): its length, 0 when there is none. */
size_t codes_read_picture(const char *picture, const char *format, char code[CODES_SIZE]);

/* The text of all pages, in reading order, no-break spaces as they are; free(). NULL when it cannot be read. */
char *codes_text(const char *pdf_path);

/* Is the 2D-Doc (version 04, P-256) signed with the key of that certificate? */
bool codes_verify_seal(const char *seal, size_t length, const char *certificate_pem);

#endif
