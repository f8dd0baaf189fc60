/* Reads printed pages by other people's programs. It must not use the product's own readers or writers. */
#include "codes.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"
#include "tool.h"

enum { A4_HEIGHT_IN_72 = 842, STRIPS = 5, SIGNATURE_SIZE = 64, PATH_SIZE = 128 };

const char *codes_missing(void) {
    return tool_missing((const char *const[]){"pdftoppm", "pdftotext", "ZXingReader", "openssl", NULL});
}

/* --- Codes --- */

/* `strip` 0 is the whole page; 1 to STRIPS are overlapping thirds of it from top to bottom: ZXing looks for a Data
 * Matrix outwards from the middle of its picture, and does not get to the ends of an A4 page. */
static bool render(const char *pdf_path, int page, int dpi, int strip, const char *prefix) {
    char number[16], resolution[16], top[16], height[16];
    int whole = A4_HEIGHT_IN_72 * dpi / 72;
    snprintf(number, sizeof number, "%d", page);
    snprintf(resolution, sizeof resolution, "%d", dpi);
    snprintf(top, sizeof top, "%d", strip == 0 ? 0 : (strip - 1) * whole / (STRIPS + 1));
    snprintf(height, sizeof height, "%d", strip == 0 ? whole : whole / 3);
    const char *const argv[] = {"pdftoppm", "-gray", "-png",   "-singlefile", "-f", number, "-r",
                                resolution, "-x",    "0",      "-y",          top,  "-W",   "100000",
                                "-H",       height,  pdf_path, prefix,        NULL};
    return tool_run(argv, NULL, NULL) == 0;
}

size_t codes_read_picture(const char *picture, const char *format, char code[CODES_SIZE]) {
    const char *const argv[] = {"ZXingReader", "-format", format, "-bytes", picture, NULL};
    struct tool_output output = {0};
    size_t length = 0;
    if (tool_run(argv, NULL, &output) == 0 && output.length < CODES_SIZE) {
        length = output.length;
        memcpy(code, output.bytes, length);
    }
    code[length] = '\0';
    free(output.bytes);
    return length;
}

bool codes_read(const char *pdf_path, int page, int dpi, struct codes *codes) {
    char folder[64], prefix[PATH_SIZE], picture[PATH_SIZE];
    bool rendered = true;
    state_make(folder);
    snprintf(prefix, sizeof prefix, "%s/page", folder);
    snprintf(picture, sizeof picture, "%s/page.png", folder);
    *codes = (struct codes){0};
    for (int strip = 0; strip <= STRIPS && rendered; strip++) {
        if (codes->data_matrix_length > 0 && codes->qr_length > 0)
            break;
        rendered = render(pdf_path, page, dpi, strip, prefix);
        if (rendered && codes->data_matrix_length == 0)
            codes->data_matrix_length = codes_read_picture(picture, "DataMatrix", codes->data_matrix);
        if (rendered && codes->qr_length == 0)
            codes->qr_length = codes_read_picture(picture, "QRCode", codes->qr);
    }
    state_remove(folder);
    return rendered;
}

char *codes_text(const char *pdf_path) {
    struct tool_output output = {0};
    const char *const argv[] = {"pdftotext", "-layout", "-enc", "UTF-8", pdf_path, "-", NULL};
    if (tool_run(argv, NULL, &output) == 0)
        return output.bytes;
    free(output.bytes);
    return NULL;
}

/* --- Signatures --- */

static bool decode_base32(const char *text, size_t length, uint8_t bytes[SIGNATURE_SIZE]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    size_t count = 0, held = 0;
    for (size_t i = 0; i < length; i++) {
        const char *found = memchr(alphabet, text[i], 32);
        if (found == NULL)
            return false;
        bits = bits << 5 | (uint32_t)(found - alphabet);
        held += 5;
        if (held >= 8) {
            held -= 8;
            if (count == SIGNATURE_SIZE)
                return false;
            bytes[count++] = (uint8_t)(bits >> held);
        }
    }
    return count == SIGNATURE_SIZE;
}

/* INTEGER of DER: no useless leading zeros, one before a set high bit. */
static size_t write_integer(const uint8_t *bytes, uint8_t *der) {
    size_t skipped = 0;
    while (skipped < 31 && bytes[skipped] == 0)
        skipped++;
    size_t length = 32 - skipped, padding = bytes[skipped] >> 7;
    der[0] = 0x02;
    der[1] = (uint8_t)(length + padding);
    der[2] = 0;
    memcpy(der + 2 + padding, bytes + skipped, length);
    return 2 + padding + length;
}

static bool write_bytes(const char *folder, const char *name, const void *bytes, size_t size) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(bytes, 1, size, file) == size;
    return file != NULL && fclose(file) == 0 && written;
}

static bool verify_in(const char *folder, const char *certificate_pem) {
    char key[PATH_SIZE], signature[PATH_SIZE], text[PATH_SIZE];
    struct tool_output output = {0};
    snprintf(key, sizeof key, "%s/key", folder);
    snprintf(signature, sizeof signature, "%s/signature", folder);
    snprintf(text, sizeof text, "%s/text", folder);
    bool extracted =
        tool_run((const char *const[]){"openssl", "x509", "-pubkey", "-noout", "-in", certificate_pem, NULL}, NULL,
                 &output) == 0 &&
        write_bytes(folder, "key", output.bytes, output.length);
    free(output.bytes);
    const char *const argv[] = {"openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, text, NULL};
    return extracted && tool_run(argv, NULL, NULL) == 0;
}

bool codes_verify_seal(const char *seal, size_t length, const char *certificate_pem) {
    char folder[64];
    uint8_t raw[SIGNATURE_SIZE], der[80];
    const char *end = memchr(seal, 0x1F, length);
    if (end == NULL || !decode_base32(end + 1, (size_t)(seal + length - end - 1), raw))
        return false;
    size_t size = 2 + write_integer(raw, der + 2);
    size += write_integer(raw + 32, der + size);
    der[0] = 0x30;
    der[1] = (uint8_t)(size - 2);
    state_make(folder);
    bool verified = write_bytes(folder, "text", seal, (size_t)(end - seal)) &&
                    write_bytes(folder, "signature", der, size) && verify_in(folder, certificate_pem);
    state_remove(folder);
    return verified;
}
