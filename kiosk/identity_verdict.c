/* Says a comparison in one French sentence, and what is left to the eye. It must not show a value of the document. */
#include "identity_compare.h"

#include "text.h"

static bool agrees(enum identity_agreement agreement) {
    return agreement == IDENTITY_SAME || agreement == IDENTITY_CUT;
}

static bool has_agreement(const struct identity_comparison *comparison) {
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++)
        if (agrees(comparison->fields[i].agreement))
            return true;
    return false;
}

/* "nom, prénoms et sexe" */
static void append_mismatches(struct text_builder *words, unsigned mismatches) {
    bool first = true;
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++) {
        unsigned bit = 1U << i;
        if ((mismatches & bit) == 0)
            continue;
        bool last = mismatches < bit * 2;
        text_append(words, first ? "" : last ? " et " : ", ");
        text_append(words, identity_field_label((enum identity_field)i));
        first = false;
    }
}

static void append_difference(struct text_builder *words, const struct identity_comparison *comparison) {
    text_append(words, "Le document et le dossier diffèrent\u00A0: ");
    append_mismatches(words, identity_mismatches(comparison));
    text_append(words, comparison->expired ? "\u00A0; document périmé." : ".");
}

static const char *agreement_words(const struct identity_comparison *comparison) {
    if (!has_agreement(comparison))
        return comparison->expired ? "Le document, périmé, ne dit rien qui se compare au dossier."
                                   : "Le document ne dit rien qui se compare au dossier.";
    return comparison->expired ? "Le document et le dossier concordent, mais le document est périmé."
                               : "Le document et le dossier concordent.";
}

static bool birth_differs(const struct identity_comparison *comparison) {
    return comparison->fields[IDENTITY_BIRTH_DATE].agreement == IDENTITY_DIFFERS;
}

void identity_write_verdict(const struct identity_comparison *comparison, char *out, size_t size) {
    struct text_builder words;
    text_builder_init(&words, size - 1);
    if (comparison->verdict == IDENTITY_TITLE_STOPS)
        text_append(&words, "Ce titre est déclaré perdu ou volé\u00A0: ne pas le rendre, appelez le responsable.");
    else if (comparison->verdict == IDENTITY_OTHER_PERSON)
        text_append(&words,
                    birth_differs(comparison)
                        ? "La date de naissance diffère\u00A0: aucun document n'est délivré, aucun point montré."
                        : "Ni le nom ni le numéro ne sont ceux du dossier\u00A0: aucun document n'est délivré, "
                          "aucun point montré.");
    else if (comparison->verdict == IDENTITY_DIFFERS_SOMEHOW)
        append_difference(&words, comparison);
    else
        text_append(&words, agreement_words(comparison));
    text_copy(out, size, words.bytes);
    text_builder_clear(&words);
}

/* What is printed on the document though its code does not tell it, or tells it cut. */
static const struct {
    const char *whole, *cut;
} by_eye[IDENTITY_FIELD_COUNT] = {
    [IDENTITY_FAMILY_NAME] = {"le nom", "la fin du nom"},
    [IDENTITY_GIVEN_NAMES] = {"les prénoms", "les autres prénoms"},
    [IDENTITY_BIRTH_DATE] = {"la date de naissance", ""},
    [IDENTITY_SEX] = {"le sexe", ""},
    [IDENTITY_TITLE_NUMBER] = {"le numéro du titre", ""},
    [IDENTITY_TITLE_EXPIRY] = {"la fin de validité du titre", ""},
};

void identity_write_by_eye(const struct identity_comparison *comparison, char *out, size_t size) {
    struct text_builder words;
    text_builder_init(&words, size - 1);
    text_append(&words, "À vérifier à l'œil\u00A0: la photo");
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++) {
        const struct identity_difference *field = &comparison->fields[i];
        bool untold = field->agreement == IDENTITY_UNKNOWN && field->expected[0] != '\0';
        if (untold || field->agreement == IDENTITY_CUT)
            text_appendf(&words, ", %s", untold ? by_eye[i].whole : by_eye[i].cut);
    }
    bool is_told = comparison->fields[IDENTITY_TITLE_EXPIRY].expected[0] != '\0'; /* a licence's: said above */
    if (!date_is_set(comparison->valid_until) && !is_told)
        text_append(&words, ", la fin de validité");
    else if (comparison->ends_this_month)
        text_append(&words, ", le jour de la fin de validité");
    text_append(&words, ".");
    text_copy(out, size, words.bytes);
    text_builder_clear(&words);
}
