/* The recogniser of what comes into a field under libFuzzer: any bytes are one thing, whole, or nothing with a reason;
 * no repair is called proved that is not, and what was understood is understood again as it is. */
#include "../../kiosk/scan.h"
#include "fuzz.h"

#include <string.h>

static const struct date today = {2026, 11, 24};
static const struct seal_substitutes own = {"{g}", "", "~"};

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

static bool is_malformed(const struct scan *scan) {
    static struct seal seal;
    struct fault fault = {0};
    return seal_read(scan->seal, scan->seal_length, &seal, &fault) == STATUS_MALFORMED;
}

static void check_again(const char *text, size_t length, enum scan_kind kind) {
    static struct scan again;
    scan_read(text, length, NULL, today, &again);
    FUZZ_HOLDS(again.kind == kind && again.repair == SCAN_AS_IT_CAME);
}

static void check_neph(const struct scan *scan) {
    FUZZ_HOLDS(scan->repair == SCAN_AS_IT_CAME || scan->repair == SCAN_TO_CONFIRM || scan->repair == SCAN_AMBIGUOUS);
    FUZZ_HOLDS((scan->neph[0] == '\0') == (scan->repair == SCAN_AMBIGUOUS));
    if (scan->repair != SCAN_AMBIGUOUS)
        check_again(scan->neph, strlen(scan->neph), scan->kind);
}

static void check_zone(const struct scan *scan) {
    FUZZ_HOLDS(scan->repair != SCAN_TO_VERIFY && scan->repair != SCAN_AMBIGUOUS);
    if (scan->repair == SCAN_PROVED || scan->repair == SCAN_TO_CONFIRM)
        FUZZ_HOLDS(scan->mrz.error_count == 0);
}

static void check_2d_doc(const struct scan *scan) {
    FUZZ_HOLDS(scan->seal_length <= SEAL_TEXT_MAX && scan->seal[scan->seal_length] == '\0');
    FUZZ_HOLDS(scan->repair == SCAN_AS_IT_CAME || scan->repair == SCAN_TO_VERIFY || scan->repair == SCAN_DAMAGED);
    if (scan->repair == SCAN_TO_VERIFY)
        FUZZ_HOLDS(!is_malformed(scan));
}

static void check_quiet(const uint8_t *bytes, size_t size) {
    static char text[SCAN_TEXT_MAX + 1];
    size_t length = size < SCAN_TEXT_MAX ? size : SCAN_TEXT_MAX;
    memcpy(text, bytes, length);
    text[length] = '\0';
    int quiet_ms = scan_quiet_ms(text, length);
    bool is_line_end = length > 0 && (text[length - 1] == '\r' || text[length - 1] == '\n');
    FUZZ_HOLDS(quiet_ms == SCAN_QUIET_MS || (quiet_ms == SCAN_LINE_QUIET_MS && is_line_end));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct scan scan;
    check_quiet(bytes, size);
    scan_read((const char *)bytes, size, size % 2 == 0 ? &own : NULL, today, &scan);
    FUZZ_HOLDS(scan_kind_name(scan.kind) != NULL &&
               (scan.why != NULL) == (scan.kind == SCAN_UNKNOWN || scan.repair == SCAN_AMBIGUOUS));
    switch (scan.kind) {
    case SCAN_UNKNOWN:
        FUZZ_HOLDS(scan.repair == SCAN_AS_IT_CAME && scan.neph[0] == '\0');
        break;
    case SCAN_NEPH:
    case SCAN_TITLE_NUMBER:
        check_neph(&scan);
        break;
    case SCAN_MRZ:
        check_zone(&scan);
        break;
    case SCAN_2D_DOC:
        check_2d_doc(&scan);
        break;
    }
    return 0;
}
