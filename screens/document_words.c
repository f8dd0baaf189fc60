/* Words documents and what happened to them. It must not decide what may be done. */
#include "document_words.h"

#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/text.h"

#include <string.h>

static const struct {
    const char *name, *of, *ending;
} documents[COUNTER_DOCUMENT_COUNT] = {
    [COUNTER_ADCS] = {"ADCS", "de l'ADCS", "e"},
    [COUNTER_RII] = {"RII", "du RII", ""},
    [COUNTER_SITUATION] = {"« Ma situation »", "de « Ma situation »", "e"},
};

const char *document_words_ending(enum counter_document type) {
    return documents[type].ending;
}

static void write_numbered(const char *what, const char *number, char *out, size_t size) {
    if (number[0] != '\0')
        text_format(out, size, "%s n°\u00A0%s", what, number);
    else
        text_copy(out, size, what);
}

void document_words_write_of(enum counter_document type, const char *number, char *out, size_t size) {
    write_numbered(documents[type].of, number, out, size);
}

void document_words_write_title(enum counter_document type, const char *number, bool reissue, char *out, size_t size) {
    char what[DOCUMENT_WORDS_MAX];
    text_format(what, sizeof what, reissue ? "Réédition %s" : "%s",
                reissue ? documents[type].of : documents[type].name);
    write_numbered(what, number, out, size);
}

void document_words_write_moment(const struct date_time *time, char out[72]) {
    char hour[16], day[48];
    date_write_time(time, hour);
    words_write_day(time->date, day);
    if (date_equal(time->date, clock_today()))
        text_copy(out, 72, hour);
    else
        text_format(out, 72, "%s, %s", day, hour);
}

bool document_words_has_sheets(const struct desk_unfinished *item) {
    return item->state == JOURNAL_SENT || item->state == JOURNAL_PRINTED;
}

void document_words_write_state(const struct desk_unfinished *item, char *out, size_t size) {
    const char *e = documents[item->type].ending;
    if (item->state == JOURNAL_PRINTED)
        text_format(out, size, "imprimé%s, non remis%s", e, e);
    else if (item->state == JOURNAL_SENT)
        text_format(out, size, "envoyé%s à l'imprimante", e);
    else if (item->number[0] != '\0')
        text_format(out, size, "numéro obtenu, rien d'imprimé");
    else
        text_format(out, size, "demandé%s, sans réponse du registre", e);
}

void document_words_write_cancel(enum counter_document type, const char *number, bool reissue, char *out, size_t size) {
    char title[DOCUMENT_WORDS_MAX];
    document_words_write_title(type, number, false, title, sizeof title);
    if (reissue)
        text_format(out, size, "Cette réédition est abandonnée. %s, déjà remis%s, reste valable.", title,
                    documents[type].ending);
    else if (number[0] != '\0')
        text_format(out, size, "%s\u00A0: ce numéro ne vaudra plus rien, pour personne.", title);
    else
        text_format(out, size,
                    "La demande %s est abandonnée\u00A0; si le registre lui a donné un numéro, il sera annulé.",
                    documents[type].of);
}

void document_words_write_destroy(const struct desk_document *document, char *out, size_t size) {
    int all = document->pages * document->copies;
    if (all < 1)
        text_copy(out, size, "Retirez et détruisez les feuillets sortis");
    else
        text_format(out, size, "Retirez et détruisez les feuillets sortis (%d sur %d)",
                    document->sheets_out > 0 && document->sheets_out < all ? document->sheets_out : all, all);
}

/* --- What has changed --- */

static void write_state(const char *code, char *out, size_t size) {
    struct record_licence licence = {0};
    text_copy(licence.state, sizeof licence.state, code);
    words_write_state(&licence, out, size);
}

static void append_state(struct text_builder *text, const struct record_changes *changes) {
    char before[WORDS_MAX], after[WORDS_MAX];
    write_state(changes->state_before, before, sizeof before);
    write_state(changes->state_after, after, sizeof after);
    text_appendf(text, "État du permis\u00A0: %s → %s\n", before, after);
}

static void append_balance(struct text_builder *text, bool has, int balance) {
    if (has)
        text_appendf(text, "%d", balance);
    else
        text_append(text, "aucun");
}

static void append_points(struct text_builder *text, const struct record_changes *changes) {
    bool same = changes->had_points == changes->has_points && changes->balance_before == changes->balance_after;
    if (same) {
        text_append(text, "Points\u00A0: le maximum a changé\n");
        return;
    }
    text_append(text, "Solde de points\u00A0: ");
    append_balance(text, changes->had_points, changes->balance_before);
    text_append(text, " → ");
    append_balance(text, changes->has_points, changes->balance_after);
    text_append(text, "\n");
}

static void append_events(struct text_builder *text, const struct record_changes *changes) {
    text_append(text, "Historique\u00A0: ");
    if (changes->events_added > 0)
        text_appendf(text, "%d événement%s de plus", changes->events_added, text_plural(changes->events_added));
    if (changes->events_removed > 0)
        text_appendf(text, "%s%d de moins", changes->events_added > 0 ? ", " : "", changes->events_removed);
    text_append(text, changes->events_added + changes->events_removed > 0 ? "\n" : "modifié\n");
}

/* An organisme reads what its attestation says, and nothing of the rest. */
static unsigned hidden_from(const struct counter *counter) {
    unsigned hidden = 0;
    if (!counter_may_see(counter, IDENTITY_SEE_POINTS))
        hidden |= RECORD_CHANGED_POINTS | RECORD_CHANGED_ADDRESS;
    if (!counter_may_see(counter, IDENTITY_SEE_HISTORY))
        hidden |= RECORD_CHANGED_EVENTS;
    return hidden;
}

void document_words_write_changes(const struct counter *counter, const struct record_changes *changes, char *out,
                                  size_t size) {
    struct text_builder text;
    unsigned hidden = hidden_from(counter), told = changes->what & ~hidden;
    text_builder_init(&text, size - 1);
    if (told & RECORD_CHANGED_HOLDER)
        text_append(&text, "Identité du titulaire\n");
    if (told & RECORD_CHANGED_TITLE)
        text_append(&text, "Titre\u00A0: numéro, statut ou dates\n");
    if (told & RECORD_CHANGED_STATE)
        append_state(&text, changes);
    if (told & RECORD_CHANGED_CATEGORIES)
        text_append(&text, "Catégories, conditions ou restrictions\n");
    if (told & RECORD_CHANGED_ADDRESS)
        text_append(&text, "Adresse du titulaire\n");
    if (told & RECORD_CHANGED_POINTS)
        append_points(&text, changes);
    if (told & RECORD_CHANGED_EVENTS)
        append_events(&text, changes);
    if (told & RECORD_CHANGED_OTHER || (changes->what & hidden) != 0)
        text_append(&text, "Autres données du dossier\n");
    if (text.length == 0)
        text_append(&text, "Seule la date des données a changé\n");
    text_copy(out, size, text.bytes);
    text_builder_clear(&text);
}
