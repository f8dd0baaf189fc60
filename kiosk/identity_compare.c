/* Compares what a document says of its bearer with the record's holder. It must not decide what the agent may do about
 * it: identity_check_complete does. */
#include "identity_compare.h"

#include "identity_names.h"
#include "memory.h"
#include "text.h"

#include <string.h>

void identity_comparison_clear(struct identity_comparison *comparison) {
    memory_wipe(comparison, sizeof *comparison);
}

/* --- Names --- */

static enum identity_agreement agreement_of(enum identity_name name) {
    static const enum identity_agreement agreements[] = {[IDENTITY_NAME_UNKNOWN] = IDENTITY_UNKNOWN,
                                                         [IDENTITY_NAME_SAME] = IDENTITY_SAME,
                                                         [IDENTITY_NAME_PART] = IDENTITY_CUT,
                                                         [IDENTITY_NAME_OTHER] = IDENTITY_DIFFERS};
    return agreements[name];
}

/* A document that tells only a usage name is compared by it. */
static void compare_family_name(const struct record_holder *holder, const struct identity_bearer *bearer,
                                struct identity_difference *difference) {
    const char *seen = bearer->family_name[0] != '\0' ? bearer->family_name : bearer->usual_name;
    const char *usual = holder->usual_name != NULL ? holder->usual_name : "";
    enum identity_agreement by_usual = agreement_of(identity_compare_names(seen, bearer->family_name_cut, usual));
    difference->agreement = agreement_of(identity_compare_names(seen, bearer->family_name_cut, holder->family_name));
    if (difference->agreement == IDENTITY_DIFFERS && (by_usual == IDENTITY_SAME || by_usual == IDENTITY_CUT)) {
        difference->agreement = by_usual;
        difference->by_usual_name = true;
    }
    text_copy(difference->seen, sizeof difference->seen, seen);
    if (usual[0] == '\0' || !text_format(difference->expected, sizeof difference->expected, "%s, nom d'usage %s",
                                         holder->family_name, usual))
        text_copy(difference->expected, sizeof difference->expected, holder->family_name);
}

/* As many whole names as fit. */
static void join(const struct record_list *names, char *out, size_t size) {
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; i < names->count; i++) {
        size_t added = strlen(names->items[i]) + (length > 0);
        if (length + added >= size)
            return;
        text_format(out + length, size - length, "%s%s", length > 0 ? " " : "", names->items[i]);
        length += added;
    }
}

static void compare_given_names(const struct record_holder *holder, const struct identity_bearer *bearer,
                                struct identity_difference *difference) {
    char expected[IDENTITY_SPELT_MAX / 2];
    join(&holder->given_names, expected, sizeof expected);
    difference->agreement =
        agreement_of(identity_compare_given(bearer->given_names, bearer->given_names_cut, expected));
    text_copy(difference->seen, sizeof difference->seen, bearer->given_names);
    text_copy(difference->expected, sizeof difference->expected, expected);
    memory_wipe(expected, sizeof expected);
}

/* --- Dates, sex, title --- */

static void write_date(struct date date, char out[128]) {
    char text[16];
    if (date_is_set(date)) {
        date_write_short(date, text);
        text_copy(out, 128, text);
    }
}

static struct date without_presumption(struct date date, bool presumed) {
    if (presumed && date.month == 1 && date.day == 1)
        date.month = date.day = 0;
    return date;
}

/* The centuries of a two-digit year that make it the other's. */
static struct date in_century_of(struct date date, struct date other, bool unsure) {
    if (unsure && date_is_set(date) && (date.year - other.year) % 100 == 0)
        date.year = other.year;
    return date;
}

static enum identity_agreement compare_dates(struct date seen, struct date expected) {
    if (!date_is_set(seen) || !date_is_set(expected))
        return IDENTITY_UNKNOWN;
    if (seen.year != expected.year)
        return IDENTITY_DIFFERS;
    if (seen.month == 0 || expected.month == 0)
        return IDENTITY_UNKNOWN;
    if (seen.month != expected.month)
        return IDENTITY_DIFFERS;
    if (seen.day == 0 || expected.day == 0)
        return IDENTITY_UNKNOWN;
    return seen.day == expected.day ? IDENTITY_SAME : IDENTITY_DIFFERS;
}

static void compare_birth(const struct record_holder *holder, const struct identity_bearer *bearer,
                          struct identity_difference *difference) {
    struct date expected = holder->birth_date;
    struct date seen = without_presumption(bearer->birth, bearer->presumed);
    seen = in_century_of(seen, expected, bearer->century_unsure);
    difference->agreement = compare_dates(seen, expected);
    write_date(seen, difference->seen);
    write_date(expected, difference->expected);
}

static const char *sex_label(char sex) {
    return sex == 'M' ? "masculin" : sex == 'F' ? "féminin" : "";
}

/* X is "unspecified" (ICAO 9303-3): it says nothing. */
static void compare_sex(char seen, char expected, struct identity_difference *difference) {
    const char *labels[] = {sex_label(seen), sex_label(expected)};
    if (labels[0][0] != '\0' && labels[1][0] != '\0')
        difference->agreement = seen == expected ? IDENTITY_SAME : IDENTITY_DIFFERS;
    text_copy(difference->seen, sizeof difference->seen, labels[0]);
    text_copy(difference->expected, sizeof difference->expected, labels[1]);
}

/* Numbers of a title are compared without their spaces. */
static bool is_title(const char *seen, const char *title_number) {
    return title_number != NULL && identity_compare_names(seen, false, title_number) == IDENTITY_NAME_SAME;
}

static const char *without_force(enum record_title_status status) {
    return status == RECORD_TITLE_DESTROYED ? "déclaré détruit" : status == RECORD_TITLE_REPLACED ? "remplacé" : NULL;
}

/* A title that was replaced or destroyed is not the one that is expected, though its number be. */
static void compare_title(const struct record_licence *licence, const struct identity_bearer *bearer,
                          struct identity_difference *number, struct identity_difference *expiry) {
    const char *expected = licence->title_number, *why = without_force(licence->title_status);
    if (bearer->document != IDENTITY_LICENCE)
        return;
    if (bearer->title_number[0] != '\0' && expected != NULL)
        number->agreement = is_title(bearer->title_number, expected) && why == NULL ? IDENTITY_SAME : IDENTITY_DIFFERS;
    text_copy(number->seen, sizeof number->seen, bearer->title_number);
    if (expected != NULL &&
        !text_format(number->expected, sizeof number->expected, why != NULL ? "%s (%s)" : "%s", expected, why))
        text_copy(number->expected, sizeof number->expected, expected);
    expiry->agreement = compare_dates(bearer->expiry, licence->expires_on);
    write_date(bearer->expiry, expiry->seen);
    write_date(licence->expires_on, expiry->expected);
}

/* --- The whole --- */

bool identity_title_stops(const struct record *record, enum identity_document shown) {
    enum record_title_status status = record->licence.title_status;
    return shown == IDENTITY_LICENCE && (status == RECORD_TITLE_LOST || status == RECORD_TITLE_STOLEN);
}

unsigned identity_mismatches(const struct identity_comparison *comparison) {
    unsigned mismatches = 0;
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++)
        if (comparison->fields[i].agreement == IDENTITY_DIFFERS)
            mismatches |= 1U << i;
    return mismatches;
}

static enum identity_verdict judge(const struct identity_bearer *bearer, const struct identity_comparison *comparison) {
    unsigned mismatches = identity_mismatches(comparison);
    if (identity_is_other_person(bearer->document, mismatches))
        return IDENTITY_OTHER_PERSON;
    return mismatches != 0 ? IDENTITY_DIFFERS_SOMEHOW : IDENTITY_AGREES;
}

void identity_compare_copy(const struct record *record, const struct identity_bearer *bearer, struct date today,
                           struct identity_comparison *comparison) {
    struct identity_difference *fields = comparison->fields;
    *comparison = (struct identity_comparison){.valid_until = bearer->expiry};
    compare_family_name(&record->holder, bearer, &fields[IDENTITY_FAMILY_NAME]);
    compare_given_names(&record->holder, bearer, &fields[IDENTITY_GIVEN_NAMES]);
    compare_birth(&record->holder, bearer, &fields[IDENTITY_BIRTH_DATE]);
    compare_sex(bearer->sex, record->holder.sex, &fields[IDENTITY_SEX]);
    compare_title(&record->licence, bearer, &fields[IDENTITY_TITLE_NUMBER], &fields[IDENTITY_TITLE_EXPIRY]);
    comparison->expired = date_is_set(bearer->expiry) && date_compare(bearer->expiry, today) < 0;
    comparison->extended = bearer->extended;
    comparison->ends_this_month =
        bearer->to_month && bearer->expiry.year == today.year && bearer->expiry.month == today.month;
    comparison->verdict = judge(bearer, comparison);
}

void identity_compare(const struct record *record, const struct identity_bearer *bearer, struct date today,
                      struct identity_comparison *comparison) {
    identity_compare_copy(record, bearer, today, comparison);
    if (identity_title_stops(record, bearer->document) && is_title(bearer->title_number, record->licence.title_number))
        comparison->verdict = IDENTITY_TITLE_STOPS;
}
