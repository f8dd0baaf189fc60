/* Scans 2D-Docs on Vérifier. It must not look at anything but the screen. */
#include "scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"
#include "place.h"

const char *scan_specimen(void) {
    static char text[SEAL_TEXT_MAX + 1];
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "r");
    free(path);
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

const char *scan_sign(const char *message) {
    static char text[SEAL_TEXT_MAX + 1];
    uint8_t signature[64];
    struct resource key = resource_find("training/fr00-0001.key");
    size_t length = strlen(message);
    assert_true(length < SEAL_TEXT_MAX);
    memcpy(text, message, length + 1);
    assert_int_equal(trust_sign(key.bytes, key.size, text, length, signature), STATUS_OK);
    assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
    return text;
}

struct terminal *scan_enter(struct kiosk *kiosk) {
    kiosk_enter(kiosk);
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, SCAN_READY);
    return kiosk->terminal;
}

void scan_text(struct terminal *terminal, const char *text, const char *says) {
    terminal_type(terminal, text);
    terminal_type(terminal, "\r");
    terminal_expect(terminal, says);
}

void scan_expect_look(struct terminal *terminal, const char *name) {
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(terminal, 300);
    snprintf(path, sizeof path, "tests/screens/expected/verifier-%s.txt", name);
    terminal_expect_file(terminal, path);
}
