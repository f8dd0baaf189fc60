/* Says what is wrong with what was scanned. It must not decide what is done with it. */
#include "scan_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { AZERTY_AT_LEAST = 3 };

static const char *zone_field(const char *field) {
    static const char *const words[][2] = {{"code", "type de document"},
                                           {"state", "État émetteur"},
                                           {"number", "numéro"},
                                           {"nationality", "nationalité"},
                                           {"names", "noms"},
                                           {"birth", "date de naissance"},
                                           {"sex", "sexe"},
                                           {"expiry", "date d'expiration"},
                                           {"optional", "données en option"},
                                           {"composite", "clé d'ensemble"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i][0], field) == 0)
            return words[i][1];
    return field;
}

void scan_words_write_errors(const struct mrz *mrz, char *out, size_t size) {
    struct text_builder text;
    text_builder_init(&text, size - 1);
    text_append(&text, "✗ Document mal lu\u00A0: ");
    for (int i = 0; i < mrz->error_count; i++) {
        const struct mrz_error *error = &mrz->errors[i];
        text_appendf(&text, "%s%s", i == 0 ? "" : ", ", zone_field(error->field));
        if (error->printed != '\0')
            text_appendf(&text, " (clé %c, il faudrait %c)", error->printed, error->computed);
    }
    text_append(&text, ".");
    text_copy(out, size, text.bytes);
    text_builder_clear(&text);
}

void scan_words_write_proposed(const struct mrz *mrz, char *out, size_t size) {
    char birth[16] = "";
    if (date_is_set(mrz->birth))
        date_write_short(mrz->birth, birth);
    text_format(out, size,
                "Lecture douteuse, corrigée\u00A0: %s %s%s%s, n° %s.\nComparez avec le document. Entrée\u00A0: c'est "
                "bien cela. Sinon, scannez de nouveau.",
                mrz->family_name, mrz->given_names, birth[0] != '\0' ? ", né(e) le " : "", birth, mrz->number);
    memory_wipe(birth, sizeof birth);
}

bool scan_words_are_azerty(const char *text, size_t length) {
    int count = 0;
    if (!text_is_utf8(text, length))
        return false;
    for (uint32_t character; (character = text_next(&text)) != 0;) {
        uint32_t small = character | 0x20;
        count += small == 0xE9 || small == 0xE8 || small == 0xE7 || small == 0xE0;
    }
    return count >= AZERTY_AT_LEAST;
}

struct seal_substitutes scan_words_substitutes(const struct config *config) {
    return (struct seal_substitutes){config->scanner_gs, config->scanner_rs, config->scanner_us};
}

bool scan_words_are_identity(const struct seal *seal) {
    return strcmp(seal->type, "07") == 0 || strcmp(seal->type, "08") == 0;
}
