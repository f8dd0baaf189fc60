/* The reader of 2D-Docs under libFuzzer: any bytes, as a scanner gives them and as a file holds them, get a verdict and
 * words, whatever they are. */
#include "../../kiosk/seal_words.h"
#include "../../kiosk/trust.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static struct trust *trust;

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    FUZZ_HOLDS(trust_open(NULL, true, &trust) == STATUS_OK);
    return 0;
}

static void say(const struct seal *seal) {
    char words[SEAL_WORDS_MAX], neph[RECORD_NEPH_MAX + 1];
    struct seal_conformity conformity;
    for (size_t i = 0; i < seal->field_count; i++) {
        const struct seal_field *field = &seal->fields[i];
        FUZZ_HOLDS(field->value >= seal->text && field->value + field->length <= seal->text + seal->length);
        seal_write_field(field, words);
        FUZZ_HOLDS(memchr(words, '\0', sizeof words) != NULL);
        seal_field_label(field->id);
    }
    seal_type_label(seal->type);
    seal_check_conformity(seal, &conformity);
    FUZZ_HOLDS(conformity.missing_count <= SEAL_CONFORMITY_MAX && conformity.forbidden_count <= SEAL_CONFORMITY_MAX);
    seal_is_expired(seal, (struct date){2026, 11, 24});
    if (seal_neph(seal, neph))
        FUZZ_HOLDS(strlen(neph) > 0 && strlen(neph) <= RECORD_NEPH_MAX);
}

static void judge(const char *text, size_t length) {
    struct seal seal;
    struct trust_judgement judgement;
    trust_judge(trust, text, length, &seal, &judgement);
    FUZZ_HOLDS(trust_verdict_name(judgement.verdict) != NULL && trust_verdict_words(&judgement) != NULL);
    FUZZ_HOLDS((judgement.verdict == TRUST_VALID) <= (judgement.signature == TRUST_SIGNATURE_GOOD));
    if (judgement.verdict > TRUST_UNSUPPORTED)
        say(&seal);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    judge((const char *)bytes, size);
    if (seal_from_typed((const char *)bytes, size, NULL, text, &length) == STATUS_OK) {
        FUZZ_HOLDS(length <= SEAL_TEXT_MAX && text[length] == '\0');
        judge(text, length);
    }
    return 0;
}
