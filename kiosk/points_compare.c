/* Sets the computed balance beside the registry's, and says in French what explains a difference: offences and stages
 * reach the registry late, automatic restitutions do not. It must not correct anything, nor invent a cause: a delay
 * explains a difference only when the law, applied without what is late, gives the registry's very figure. */
#include "points_compare.h"

#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Not recorded for longer than that, an event is taken as one of which the registry does not say when it was. Recorded,
 * but final for less than that, it may not have been counted yet. */
enum { LATE_MONTHS = 12, RECENT_MONTHS = 3 };
/* Of each kind, so that the list has room for what follows: Historique shows all. */
enum { CAUSES_TOLD = 4, CREDITS_TOLD = 3 };

enum delay { DELAY_NONE, DELAY_RECENT, DELAY_LATE };

struct comparison {
    const struct record *record;
    const struct points *points; /* on the day of the data */
    struct date day;
    struct points_remarks *remarks;
};

static void remark(struct points_remarks *remarks, enum points_remark_kind kind, const char *text) {
    if (remarks->count == POINTS_REMARKS_MAX)
        return;
    struct points_remark *item = &remarks->items[remarks->count++];
    item->kind = kind;
    text_copy(item->text, sizeof item->text, text);
}

/* --- The balance --- */

static struct date effect_of(const struct record_event *event) {
    return event->type == RECORD_OFFENCE ? event->definitive : event->last_day;
}

/* Whether the registry's balance may not count this event yet, on the day of its data. */
static enum delay delay_of(const struct record_event *event, struct date day) {
    if (event->type != RECORD_OFFENCE && event->type != RECORD_STAGE)
        return DELAY_NONE;
    struct date effect = effect_of(event);
    if (!date_is_set(effect) || date_compare(effect, day) > 0)
        return DELAY_NONE;
    if (!date_is_set(event->recorded))
        return date_compare(date_add_months(effect, LATE_MONTHS), day) > 0 ? DELAY_LATE : DELAY_NONE;
    if (date_compare(event->recorded, day) > 0)
        return DELAY_LATE;
    return date_compare(date_add_months(effect, RECENT_MONTHS), day) > 0 ? DELAY_RECENT : DELAY_NONE;
}

/* Does the law, without the events of that delay or more, give the registry's figure? */
static bool is_explained(const struct comparison *with, enum delay least) {
    const struct record *record = with->record;
    struct record_event *kept = memory_alloc((record->event_count + 1) * sizeof *kept);
    struct points *without = NULL;
    size_t count = 0;
    for (size_t i = 0; i < record->event_count; i++)
        if (delay_of(&record->events[i], with->day) < least)
            kept[count++] = record->events[i];
    bool computed = points_compute(&record->profile, kept, count, with->day, &without) == STATUS_OK;
    bool explained = computed && count < record->event_count && without->balance == record->points_balance;
    points_free(without);
    memory_free(kept);
    return explained;
}

static bool is_stage_fate(const struct points_fate *fate) {
    return fate->kind == POINTS_FATE_STAGE_CREDITED || fate->kind == POINTS_FATE_STAGE_COMING;
}

/* What has come back since, or cost nothing, moves no balance: there is nothing to tell of it. */
static bool moves_balance(const struct points_fate *fate) {
    return fate->points > 0 && (is_stage_fate(fate) || fate->kind == POINTS_FATE_OUT);
}

static void remark_event(const struct comparison *with, size_t index) {
    const struct record_event *event = &with->record->events[index];
    const struct points_fate *fate = &with->points->fates[index];
    enum delay delay = delay_of(event, with->day);
    bool is_stage = is_stage_fate(fate);
    char day[40], text[POINTS_WORDS_MAX];
    date_write_long(is_stage ? event->last_day : event->committed, day);
    const char *state = delay == DELAY_LATE ? is_stage ? "n'est pas encore enregistré" : "n'est pas encore enregistrée"
                        : is_stage          ? "est récent, peut-être pas encore compté"
                                            : "est récente, peut-être pas encore comptée";
    text_format(text, sizeof text, "%s %s (%s%d) %s.", is_stage ? "Le stage fini le" : "L'infraction du", day,
                is_stage ? "+" : "−", fate->points, state);
    remark(with->remarks, POINTS_REMARK_CAUSE, text);
}

/* The newest CAUSES_TOLD of the events of that delay or more, and how many others; returns how many in all. */
static int remark_events(const struct comparison *with, enum delay least) {
    char text[POINTS_WORDS_MAX];
    int count = 0;
    for (size_t i = with->record->event_count; i > 0; i--) {
        if (delay_of(&with->record->events[i - 1], with->day) < least || !moves_balance(&with->points->fates[i - 1]))
            continue;
        if (count++ < CAUSES_TOLD)
            remark_event(with, i - 1);
    }
    text_format(text, sizeof text, "Et %d autre%s : voir Historique.", count - CAUSES_TOLD,
                text_plural(count - CAUSES_TOLD));
    if (count > CAUSES_TOLD)
        remark(with->remarks, POINTS_REMARK_CAUSE, text);
    return count;
}

static void remark_causes(const struct comparison *with) {
    enum delay least = is_explained(with, DELAY_LATE)     ? DELAY_LATE
                       : is_explained(with, DELAY_RECENT) ? DELAY_RECENT
                                                          : DELAY_NONE;
    bool explained = least != DELAY_NONE;
    with->remarks->explained = explained;
    int count = remark_events(with, explained ? least : DELAY_LATE);
    with->remarks->late = count;
    remark(with->remarks, POINTS_REMARK_CAUSE,
           explained ? "Écart normal : le registre reçoit infractions et stages des semaines ou des mois après ; les "
                       "restitutions automatiques, sans retard."
           : count > 1
               ? "Ces retards n'expliquent pas tout l'écart : dire le solde officiel, signaler l'écart au responsable."
           : count == 1
               ? "Ce retard n'explique pas tout l'écart : dire le solde officiel, signaler l'écart au responsable."
               : "Aucun retard ne l'explique : dire le solde officiel, signaler l'écart au responsable.");
}

static void remark_balance(const struct comparison *with) {
    int official = with->record->points_balance, more = with->points->balance - official;
    char text[POINTS_WORDS_MAX];
    if (more == 0)
        return;
    text_format(text, sizeof text, "Calcul : %d, soit %d point%s de %s que le registre.", with->points->balance,
                abs(more), text_plural(abs(more)), more > 0 ? "plus" : "moins");
    remark(with->remarks, POINTS_REMARK_BALANCE, text);
}

static void remark_maximum(const struct comparison *with) {
    char text[POINTS_WORDS_MAX];
    if (!points_has_licence(with->points) || with->points->maximum == with->record->points_maximum)
        return;
    text_format(text, sizeof text, "Maximum : %d au registre, %d au calcul.", with->record->points_maximum,
                with->points->maximum);
    remark(with->remarks, POINTS_REMARK_FIGURE, text);
}

/* The calculation of today, where the data are of an earlier day and it has moved since. */
static void remark_since(const struct comparison *with, const struct points *today) {
    char day[40], text[POINTS_WORDS_MAX];
    if (today->balance == with->points->balance)
        return;
    date_write_long(with->day, day);
    text_format(text, sizeof text, "Depuis les données du %s, le calcul est passé de %d à %d : actualiser le dossier.",
                day, with->points->balance, today->balance);
    remark(with->remarks, POINTS_REMARK_FIGURE, text);
}

/* --- The automatic restitutions --- */

static unsigned rules_of(const struct record_event *restitution) {
    const char *kind = restitution->kind == NULL ? "" : restitution->kind;
    unsigned full = 1U << POINTS_R13 | 1U << POINTS_R14;
    if (strcmp(kind, "1_point") == 0)
        return 1U << POINTS_R12;
    if (strcmp(kind, "totale") == 0)
        return full;
    if (strcmp(kind, "10_ans") == 0)
        return 1U << POINTS_R16;
    return 1U << POINTS_R12 | full | 1U << POINTS_R16;
}

/* What one knows of these rules on that date; several lines of one day are one sum. */
static int listed_on(const struct record *record, struct date date, unsigned rules) {
    int sum = 0;
    for (size_t i = 0; i < record->event_count; i++) {
        const struct record_event *event = &record->events[i];
        if (event->type == RECORD_RESTITUTION && date_equal(event->date, date) && (rules_of(event) & rules) != 0)
            sum += event->points;
    }
    return sum;
}

static int found_on(const struct points *points, struct date date, unsigned rules) {
    int sum = 0;
    for (size_t i = 0; i < points->credit_count; i++)
        if (date_equal(points->credits[i].date, date) && (1U << points->credits[i].rule & rules) != 0)
            sum += points->credits[i].points;
    return sum;
}

bool points_credit_is_listed(const struct record *record, const struct points_credit *credit) {
    return listed_on(record, credit->date, 1U << credit->rule) > 0;
}

const struct points_credit *points_credit_of(const struct points *points, const struct record_event *restitution) {
    unsigned rules = rules_of(restitution);
    for (size_t i = 0; i < points->credit_count; i++)
        if (date_equal(points->credits[i].date, restitution->date) && (1U << points->credits[i].rule & rules) != 0)
            return &points->credits[i];
    return NULL;
}

static bool is_first_of_its_day(const struct record *record, size_t index) {
    const struct record_event *event = &record->events[index];
    for (size_t i = 0; i < index; i++) {
        const struct record_event *before = &record->events[i];
        if (before->type == RECORD_RESTITUTION && date_equal(before->date, event->date) &&
            (rules_of(before) & rules_of(event)) != 0)
            return false;
    }
    return true;
}

static bool is_in_time(const struct comparison *with, struct date date) {
    return date_compare(date, with->points->licence_date) > 0 && date_compare(date, with->day) <= 0;
}

static bool write_listed(const struct comparison *with, size_t index, char out[POINTS_WORDS_MAX]) {
    const struct record_event *event = &with->record->events[index];
    char day[40];
    if (event->type != RECORD_RESTITUTION || !is_in_time(with, event->date) ||
        !is_first_of_its_day(with->record, index))
        return false;
    int listed = listed_on(with->record, event->date, rules_of(event));
    int found = found_on(with->points, event->date, rules_of(event));
    if (listed == found)
        return false;
    date_write_long(event->date, day);
    if (found == 0)
        return text_format(out, POINTS_WORDS_MAX,
                           "Le registre a crédité %d point%s le %s ; le calcul ne %s trouve pas.", listed,
                           text_plural(listed), day, listed > 1 ? "les" : "le");
    return text_format(out, POINTS_WORDS_MAX, "Le registre a crédité %d point%s le %s ; le calcul en trouve %d.",
                       listed, text_plural(listed), day, found);
}

static bool write_found(const struct comparison *with, size_t index, char out[POINTS_WORDS_MAX]) {
    const struct points_credit *credit = &with->points->credits[index];
    unsigned automatic = 1U << POINTS_R12 | 1U << POINTS_R13 | 1U << POINTS_R14 | 1U << POINTS_R16;
    char day[40];
    if ((1U << credit->rule & automatic) == 0 || !is_in_time(with, credit->date) ||
        points_credit_is_listed(with->record, credit))
        return false;
    date_write_long(credit->date, day);
    return text_format(out, POINTS_WORDS_MAX, "Le calcul rend %d point%s le %s ; le registre n'en dit rien.",
                       credit->points, text_plural(credit->points), day);
}

/* Newest first. */
static void remark_credits(const struct comparison *with, bool differs) {
    char text[POINTS_WORDS_MAX];
    int told = 0;
    for (size_t i = with->record->event_count; i > 0 && told < CREDITS_TOLD; i--)
        if (write_listed(with, i - 1, text)) {
            remark(with->remarks, POINTS_REMARK_CREDIT, text);
            told++;
        }
    told = 0;
    for (size_t i = with->points->credit_count; differs && i > 0 && told < CREDITS_TOLD; i--)
        if (write_found(with, i - 1, text)) {
            remark(with->remarks, POINTS_REMARK_CREDIT, text);
            told++;
        }
}

/* --- All of it --- */

static void remark_zero(const struct points *points, struct points_remarks *remarks) {
    if (points->status == POINTS_ZERO_NOT_NOTIFIED)
        remark(remarks, POINTS_REMARK_ZERO,
               "Solde calculé nul, aucune lettre 48SI notifiée au dossier : un stage fini avant sa notification compte "
               "encore.");
}

/* That the registry may have credited what the law then took back matters only where the two differ. */
static bool is_worth_saying(enum points_warning warning, const struct points_remarks *remarks) {
    if (warning != POINTS_WARN_LATE_OFFENCE)
        return true;
    for (size_t i = 0; i < remarks->count; i++)
        if (remarks->items[i].kind == POINTS_REMARK_BALANCE || remarks->items[i].kind == POINTS_REMARK_FIGURE ||
            remarks->items[i].kind == POINTS_REMARK_CREDIT)
            return true;
    return false;
}

static void remark_warnings(const struct points *points, struct points_remarks *remarks) {
    char text[POINTS_WORDS_MAX];
    for (unsigned bit = 1; bit != 0 && bit <= points->warnings; bit <<= 1) {
        enum points_warning warning = (enum points_warning)bit;
        if ((points->warnings & bit) != 0 && is_worth_saying(warning, remarks) &&
            text_format(text, sizeof text, "%s.", points_warning_words(warning)))
            remark(remarks, POINTS_REMARK_WARNING, text);
    }
}

void points_compare(const struct record *record, const struct points *points, struct points_remarks *remarks) {
    struct comparison with = {record, points, points->on, remarks};
    struct points *earlier = NULL;
    remarks->count = 0;
    remarks->explained = false;
    remarks->late = 0;
    /* A copy that the station kept: what came back since is no difference with the registry. */
    if (date_compare(record->data_as_of.date, points->on) < 0 &&
        points_compute(&record->profile, record->events, record->event_count, record->data_as_of.date, &earlier) ==
            STATUS_OK) {
        with.points = earlier;
        with.day = record->data_as_of.date;
    }
    bool differs = with.points->balance != record->points_balance;
    remarks->computed = with.points->balance;
    remark_zero(points, remarks);
    remark_balance(&with);
    if (differs)
        remark_causes(&with);
    remark_maximum(&with);
    remark_since(&with, points);
    remark_credits(&with, differs);
    remark_warnings(points, remarks);
    points_free(earlier);
}
