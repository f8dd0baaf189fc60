/* The reader of machine readable zones under libFuzzer: whatever is taken for a zone reads the same again from its
 * lines, keeps its bounds, and what is proposed for a damaged one is right. */
#include "../../kiosk/mrz.h"
#include "fuzz.h"

#include <string.h>

static const struct date today = {2026, 11, 24};

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

static void join(const struct mrz *mrz, char out[MRZ_TEXT_MAX + 1]) {
    size_t length = 0;
    for (int i = 0; i < mrz->line_count; i++) {
        size_t size = strlen(mrz->lines[i]);
        FUZZ_HOLDS(size <= MRZ_LINE_MAX && length + size <= MRZ_TEXT_MAX);
        memcpy(out + length, mrz->lines[i], size);
        length += size;
    }
    out[length] = '\0';
}

static void check_date(struct date date) {
    FUZZ_HOLDS(!date_is_set(date) || date_is_partial(date) || date_is_real(date.year, date.month, date.day));
}

static void check(const struct mrz *mrz) {
    FUZZ_HOLDS(mrz->line_count >= 1 && mrz->line_count <= 3);
    FUZZ_HOLDS(mrz->error_count >= 0 && mrz->error_count <= MRZ_ERRORS_MAX);
    FUZZ_HOLDS(strlen(mrz->number) < sizeof mrz->number && strlen(mrz->family_name) < MRZ_NAMES_MAX);
    FUZZ_HOLDS(strlen(mrz->given_names) < MRZ_NAMES_MAX && strlen(mrz->optional[0]) < sizeof mrz->optional[0]);
    FUZZ_HOLDS(mrz->sex == '\0' || strchr("MFX", mrz->sex) != NULL);
    FUZZ_HOLDS(mrz->error_count > 0 ||
               strspn(mrz->lines[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") == strlen(mrz->lines[0]));
    for (int i = 0; i < mrz->error_count; i++)
        FUZZ_HOLDS((mrz->errors[i].printed == '\0') == (mrz->errors[i].computed == '\0') &&
                   (mrz->errors[i].printed == '\0' || mrz->errors[i].printed != mrz->errors[i].computed));
    FUZZ_HOLDS(mrz_format_name(mrz->format) != NULL);
    check_date(mrz->birth);
    check_date(mrz->expiry);
    check_date(mrz_valid_until(mrz));
}

static void check_proposal(const struct mrz *mrz) {
    struct mrz proposed;
    char before[MRZ_TEXT_MAX + 1], after[MRZ_TEXT_MAX + 1];
    int changes = 0;
    if (mrz_propose(mrz, today, &proposed) != STATUS_OK)
        return;
    check(&proposed);
    join(mrz, before);
    join(&proposed, after);
    FUZZ_HOLDS(proposed.error_count == 0 && proposed.format == mrz->format && strlen(before) == strlen(after));
    for (size_t i = 0; before[i] != '\0'; i++)
        changes += before[i] != after[i];
    FUZZ_HOLDS(changes <= 2 && (changes > 0 || mrz->error_count == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *text = malloc(size + 1), again_text[MRZ_TEXT_MAX + 1];
    struct mrz mrz, again;
    FUZZ_HOLDS(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    if (mrz_read(text, today, &mrz) == STATUS_OK) {
        check(&mrz);
        join(&mrz, again_text);
        FUZZ_HOLDS(mrz_read(again_text, today, &again) == STATUS_OK);
        FUZZ_HOLDS(memcmp(mrz.lines, again.lines, sizeof mrz.lines) == 0 && mrz.error_count == again.error_count);
        check_proposal(&mrz);
    }
    free(text);
    return 0;
}
