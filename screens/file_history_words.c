/* The words of a line of Historique: of what the registry wrote, and beside it of what the law makes of it. It computes
 * nothing, and says of a computed credit that the registry does not list it. */
#include "file_history.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points_words.h"

/* --- What it is --- */

struct date file_line_date(const struct file_line *line) {
    return line->event != NULL ? line->event->date : line->credit->date;
}

enum file_kind file_line_kind(const struct file_line *line) {
    if (line->event == NULL)
        return FILE_RESTITUTIONS;
    switch (line->event->type) {
    case RECORD_OFFENCE:
        return FILE_OFFENCES;
    case RECORD_STAGE:
        return FILE_STAGES;
    case RECORD_RESTITUTION:
        return FILE_RESTITUTIONS;
    default:
        return FILE_OTHERS;
    }
}

const char *file_line_type(const struct file_line *line) {
    if (line->event == NULL)
        return "Rendu (calcul)";
    switch (line->event->type) {
    case RECORD_OFFENCE:
        return "Infraction";
    case RECORD_STAGE:
        return "Stage";
    case RECORD_RESTITUTION:
        return "Points rendus";
    case RECORD_48SI_NOTIFIED:
        return "Invalidation";
    case RECORD_ANNULMENT:
        return "Annulation";
    case RECORD_NEW_LICENCE:
        return "Permis";
    default:
        return line->event->type_name == NULL ? "Autre" : line->event->type_name;
    }
}

static const char *describe_rule(enum points_rule rule) {
    const char *words = NULL;
    switch (rule) {
    case POINTS_R3:
    case POINTS_R4:
        return "Majoration annuelle, période probatoire";
    case POINTS_R8:
        return "Fin de la période probatoire";
    case POINTS_R12:
        words = guidance_event("restitution", "1_point");
        break;
    case POINTS_R16:
        words = guidance_event("restitution", "10_ans");
        break;
    default:
        words = guidance_event("restitution", "totale");
        break;
    }
    return words != NULL ? words : "Restitution automatique";
}

static const char *describe_event(const struct record_event *event) {
    const char *words = NULL;
    switch (event->type) {
    case RECORD_STAGE:
        words = event->kind == NULL ? NULL : guidance_event("stage", event->kind);
        return words != NULL ? words : "Stage de sensibilisation";
    case RECORD_RESTITUTION:
        words = event->kind == NULL ? NULL : guidance_event("restitution", event->kind);
        return words != NULL ? words : "Restitution automatique";
    case RECORD_48SI_NOTIFIED:
        return "Lettre 48SI notifiée : le permis a perdu sa validité";
    case RECORD_ANNULMENT:
        return "Permis annulé";
    case RECORD_NEW_LICENCE:
        return "Nouveau permis obtenu";
    default:
        return "Événement d'une nature inconnue de ce poste";
    }
}

void file_line_describe(const struct file_line *line, char out[WORDS_MAX]) {
    const struct record_event *event = line->event;
    if (event == NULL)
        text_copy(out, WORDS_MAX, describe_rule(line->credit->rule));
    else if (event->type == RECORD_OFFENCE)
        words_write_offence(event, out);
    else
        text_copy(out, WORDS_MAX, describe_event(event));
}

/* --- Its points --- */

static bool is_final(const struct record_event *event) {
    return date_is_set(event->definitive) && date_compare(event->definitive, clock_today()) <= 0;
}

/* R11: of simultaneous offences less than the law's figure may be withdrawn; without a licence nothing is (R23, R24).
 * What was committed before the licence in force costs that one nothing, but was of the one before. */
static int withdrawn(const struct file_line *line) {
    bool told = line->fate != NULL && line->fate->kind != POINTS_FATE_BEFORE_LICENCE;
    return told ? line->fate->points : line->event->points;
}

static void write_offence(const struct file_line *line, char out[16]) {
    if (line->event->points == 0)
        text_format(out, 16, "0");
    else if (!is_final(line->event))
        text_format(out, 16, "(%d)", line->event->points);
    else
        text_format(out, 16, "%s%d", withdrawn(line) > 0 ? "−" : "", withdrawn(line));
}

static void write_stage(const struct points_fate *fate, char out[16]) {
    if (fate == NULL || fate->kind == POINTS_FATE_NONE)
        return;
    if (fate->kind == POINTS_FATE_STAGE_CREDITED)
        text_format(out, 16, "+%d", fate->points);
    else if (fate->kind == POINTS_FATE_STAGE_COMING)
        text_format(out, 16, "(+%d)", fate->points);
    else if (fate->kind != POINTS_FATE_GONE)
        text_format(out, 16, "0");
}

void file_line_write_points(const struct file_line *line, char out[16]) {
    out[0] = '\0';
    if (line->event == NULL)
        text_format(out, 16, "+%d", line->credit->points);
    else if (line->event->type == RECORD_RESTITUTION)
        text_format(out, 16, "+%d", line->event->points);
    else if (line->event->type == RECORD_OFFENCE)
        write_offence(line, out);
    else if (line->event->type == RECORD_STAGE)
        write_stage(line->fate, out);
}

enum theme_role file_line_role(const struct file_line *line) {
    if (line->event == NULL || line->event->type == RECORD_RESTITUTION)
        return THEME_GOOD;
    if (line->event->type == RECORD_STAGE)
        return line->fate != NULL && line->fate->kind == POINTS_FATE_STAGE_CREDITED ? THEME_GOOD : THEME_WARNING;
    return line->event->type == RECORD_OFFENCE && is_final(line->event) ? THEME_BAD : THEME_WARNING;
}

/* --- All that is known of it --- */

static void append_day(struct text_builder *text, const char *before, struct date date) {
    char day[48];
    if (!date_is_set(date))
        return;
    words_write_day(date, day);
    text_appendf(text, "%s%s", before, day);
}

/* What the law makes of it, as a sentence of its own. */
static void append_fate(struct text_builder *text, const struct points_fate *fate) {
    char words[POINTS_WORDS_MAX];
    if (fate == NULL || fate->kind == POINTS_FATE_PENDING)
        return;
    points_write_fate(fate, words);
    if (words[0] != '\0') {
        text_append(text, " ");
        words_append_upper(text, words);
        text_append(text, ".");
    }
    memory_wipe(words, sizeof words);
}

static void append_class(struct text_builder *text, int class) {
    if (class == RECORD_CLASS_DELIT)
        text_append(text, ". Délit");
    else
        text_appendf(text, ". Contravention de %d%s classe", class, class == 1 ? "re" : "e");
}

static void detail_offence(const struct file_line *line, struct text_builder *text) {
    const struct record_event *event = line->event;
    const char *how = event->how == NULL ? NULL : guidance_event("how", event->how);
    append_day(text, "Commise le ", event->committed);
    if (event->place != NULL)
        text_appendf(text, " à %s", event->place);
    append_class(text, event->class);
    if (!date_is_set(event->definitive)) {
        text_append(text, ". Pas encore définitive : aucun point retiré à ce jour.");
        return;
    }
    append_day(text, ", définitive le ", event->definitive);
    if (event->how != NULL) {
        text_append(text, " (");
        words_append_lower(text, how != NULL ? how : event->how);
        text_append(text, ")");
    }
    append_day(text, ", enregistrée le ", event->recorded);
    text_append(text, ".");
    if (is_final(event) && withdrawn(line) > 0 && withdrawn(line) < event->points)
        text_appendf(text, " Retiré : %d sur %d, infractions simultanées (art. L. 223-2).", withdrawn(line),
                     event->points);
    if (is_final(event) && event->points > 0 && line->fate != NULL && line->fate->kind == POINTS_FATE_NONE)
        text_append(text, " Aucun permis n'était valide ce jour-là : aucun point retiré.");
    append_fate(text, line->fate);
}

static void detail_stage(const struct file_line *line, struct text_builder *text) {
    const struct record_event *event = line->event;
    append_day(text, "Du ", event->first_day);
    append_day(text, " au ", event->last_day);
    append_day(text, ", enregistré le ", event->recorded);
    if (event->centre != NULL)
        text_appendf(text, ". %s", event->centre);
    text_append(text, ".");
    append_fate(text, line->fate);
}

static void append_reason(struct text_builder *text, const struct points_credit *credit) {
    char words[POINTS_WORDS_MAX];
    points_write_reason(credit, words);
    text_appendf(text, " %s.", words);
    memory_wipe(words, sizeof words);
}

/* Of a credit, by the registry or computed alone. */
static void detail_credit(const struct file_line *line, struct text_builder *text) {
    append_day(text, "Le ", file_line_date(line));
    if (line->event == NULL)
        text_append(text, ", d'après le calcul : le registre ne liste pas cette ligne");
    text_append(text, ".");
    if (line->credit != NULL)
        append_reason(text, line->credit);
    else if (line->fate != NULL)
        text_append(text, " Crédité par le registre ; le calcul ne le trouve pas.");
}

void file_line_detail(const struct file_line *line, struct text_builder *text) {
    if (line->event == NULL || line->event->type == RECORD_RESTITUTION) {
        detail_credit(line, text);
    } else if (line->event->type == RECORD_OFFENCE) {
        detail_offence(line, text);
    } else if (line->event->type == RECORD_STAGE) {
        detail_stage(line, text);
    } else {
        append_day(text, "Le ", line->event->date);
        text_append(text, ".");
        append_fate(text, line->fate);
    }
}
