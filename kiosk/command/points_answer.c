/* See the header. It must not compute anything: what it tells is in the result of the engine. */
#include "points_answer.h"

#include "../points_words.h"
#include "../text.h"

#include <stdio.h>

enum { DAY_SIZE = 40 };

/* --- JSON --- */

static json_t *json_date(struct date date) {
    char text[11];
    if (!date_is_set(date))
        return json_null();
    date_format_iso(date, text);
    return json_string(text);
}

static bool is_same_line(const struct points_credit *a, const struct points_credit *b) {
    return date_equal(a->date, b->date) && a->rule == b->rule;
}

/* The line of the `count` credits that start with this one. */
static json_t *json_line(const struct points_credit *credit, size_t count) {
    int points = 0;
    bool at_risk = false;
    for (size_t i = 0; i < count; i++) {
        points += credit[i].points;
        at_risk = at_risk || credit[i].risk != NULL;
    }
    json_t *line = json_pack("{s:o, s:i, s:s, s:i}", "date", json_date(credit->date), "points", points, "rule",
                             points_rule_name(credit->rule), "balance_after", credit[count - 1].balance_after);
    if (at_risk)
        json_object_set_new(line, "at_risk", json_true());
    return line;
}

static json_t *json_forecast(const struct points *points) {
    json_t *lines = json_array();
    size_t count = 0;
    for (size_t i = points->forecast; i < points->credit_count; i += count) {
        const struct points_credit *first = &points->credits[i];
        for (count = 1; i + count < points->credit_count && is_same_line(first, &first[count]);)
            count++;
        json_array_append_new(lines, json_line(first, count));
    }
    return lines;
}

static json_t *json_mandatory_stage(const struct points_mandatory_stage *stage) {
    if (!date_is_set(stage->notified))
        return json_null();
    return json_pack("{s:o, s:o, s:b}", "notified", json_date(stage->notified), "deadline", json_date(stage->deadline),
                     "done", stage->done);
}

json_t *points_answer_json(const struct points *points) {
    return json_pack("{s:i, s:i, s:s, s:o, s:o, s:o}", "balance", points->balance, "max", points->maximum, "status",
                     points_status_name(points->status), "forecast", json_forecast(points), "reset_date",
                     json_date(points->reset_date), "mandatory_stage", json_mandatory_stage(&points->mandatory_stage));
}

/* --- French --- */

static void print_mandatory_stage(const struct points *points) {
    const struct points_mandatory_stage *stage = &points->mandatory_stage;
    char notified[DAY_SIZE], deadline[DAY_SIZE];
    if (!date_is_set(stage->notified))
        return;
    date_write_long(stage->notified, notified);
    date_write_long(stage->deadline, deadline);
    if (stage->done)
        printf("Stage obligatoire fait (lettre 48N notifiée le %s)\u00A0: l'amende est remboursée.\n", notified);
    else
        printf(
            "Stage obligatoire %s au plus tard le %s (lettre 48N notifiée le %s, art.\u00A0L.\u00A0223-6, al.\u00A04, "
            "et R.\u00A0223-4)\u00A0; %s\u00A0: contravention de la 4e classe et suspension du permis jusqu'à trois "
            "ans.\n",
            date_compare(points->on, stage->deadline) <= 0 ? "à terminer" : "non fait, il était à terminer", deadline,
            notified, date_compare(points->on, stage->deadline) <= 0 ? "sinon" : "encourues");
}

static void print_balance(const struct points *points) {
    char day[DAY_SIZE];
    date_write_long(points->on, day);
    printf("Solde calculé le %s\u00A0: %d point%s sur %d.\n", day, points->balance, text_plural(points->balance),
           points->maximum);
    printf("Situation\u00A0: %s.\n", points_status_words(points->status));
    if (!points_has_licence(points) || date_compare(points->on, points->probation_end) >= 0)
        return;
    date_write_long(points->probation_end, day);
    printf("Permis probatoire jusqu'au %s.\n", day);
}

static void print_credit(const struct points_credit *credit) {
    char day[DAY_SIZE], words[POINTS_WORDS_MAX];
    date_write_long(credit->date, day);
    printf("- Le %s\u00A0: +%d, solde après\u00A0: %d.\n", day, credit->points,
           credit->balance_after > 0 ? credit->balance_after : 0);
    points_write_reason(credit, words);
    printf("  %s.\n", words);
    if (credit->risk == NULL)
        return;
    points_write_risk(credit, words);
    printf("  Ligne %s.\n", words);
}

/* R18: it brings nothing, and still empties the file. */
static void print_reset(const struct points *points) {
    char day[DAY_SIZE];
    if (!points_has_silent_reset(points))
        return;
    date_write_long(points->reset_date, day);
    printf(
        "- Le %s\u00A0: reconstitution totale sans point de plus\u00A0; les infractions d'avant n'allongent plus les "
        "délais (art.\u00A0L.\u00A0223-6).\n",
        day);
}

static void print_forecast(const struct points *points) {
    if (points->forecast == points->credit_count && !date_is_set(points->reset_date)) {
        puts("Aucune restitution automatique à venir.");
        return;
    }
    puts("Restitutions à venir, sous réserve de l'absence de nouvelle infraction\u00A0:");
    for (size_t i = points->forecast; i < points->credit_count; i++)
        print_credit(&points->credits[i]);
    print_reset(points);
}

static void print_planned(const struct points *points) {
    char words[POINTS_WORDS_MAX];
    if (points->planned_count > 0)
        puts("Retraits prévus\u00A0:");
    for (size_t i = 0; i < points->planned_count; i++) {
        points_write_withdrawal(&points->planned[i], words);
        printf("- %s.\n", words);
    }
}

static void print_refusals(const struct points *points) {
    char words[POINTS_WORDS_MAX];
    bool titled = false, had_past = false;
    for (size_t i = 0; i < points->refusal_count; i++) {
        if (!points_is_recent_refusal(points, &points->refusals[i]))
            continue;
        bool past = date_compare(points->refusals[i].date, points->on) <= 0;
        if (!titled || (had_past && !past))
            puts(past ? "Ce qui n'a pas eu lieu depuis un an\u00A0:" : "Ce qui n'aura pas lieu\u00A0:");
        titled = true;
        had_past = past;
        points_write_refusal(&points->refusals[i], words);
        printf("- %s.\n", words);
    }
}

static void print_next_stage(const struct points *points) {
    char day[DAY_SIZE];
    if (!points_has_licence(points) || date_compare(points->next_stage, points->on) <= 0)
        return;
    date_write_long(points->next_stage, day);
    printf("Prochain stage conseillé à partir du %s (art.\u00A0L.\u00A0223-6, al.\u00A04).\n", day);
}

static void print_warnings(const struct points *points) {
    if (points->warnings != 0)
        puts("À savoir\u00A0:");
    for (unsigned warning = 1; warning != 0 && warning <= points->warnings; warning <<= 1)
        if ((points->warnings & warning) != 0)
            printf("- %s.\n", points_warning_words((enum points_warning)warning));
}

void points_answer_text(const struct points *points) {
    print_mandatory_stage(points);
    print_balance(points);
    print_planned(points);
    print_forecast(points);
    print_refusals(points);
    print_next_stage(points);
    print_warnings(points);
}
