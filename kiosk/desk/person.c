/* The document of identity that was read, and what it says beside the open record; the supervisor who says yes to what
 * differs; how many searches were made. It must not write any of a document anywhere. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum { AGE_OF_MAJORITY = 18 }; /* C. civ. 414 */

/* --- What stops the agent --- */

/* Journalled once; the stop holds even where the journal cannot be written. */
static void stop(struct desk *desk, enum identity_stop why) {
    if ((desk->stops & (unsigned)why) != 0)
        return;
    desk->stops |= (unsigned)why;
    enum status status = journal_audit(desk->journal, desk->agent.id, "identity-refused", identity_stop_wire(why),
                                       desk->counter.record->neph, NULL);
    (void)status;
}

unsigned desk_stops(const struct desk *desk) {
    return desk->stops;
}

void desk_note_forged(struct desk *desk) {
    if (desk->counter.record != NULL)
        stop(desk, IDENTITY_STOP_SEAL);
    else
        desk->early_forged = true;
}

static bool agrees(const struct identity_comparison *comparison, enum identity_field field) {
    enum identity_agreement agreement = comparison->fields[field].agreement;
    return agreement == IDENTITY_SAME || agreement == IDENTITY_CUT;
}

static bool is_of_holder(const struct identity_comparison *comparison) {
    return comparison->fields[IDENTITY_BIRTH_DATE].agreement == IDENTITY_SAME &&
           (agrees(comparison, IDENTITY_FAMILY_NAME) || agrees(comparison, IDENTITY_GIVEN_NAMES));
}

/* A title that was declared stolen stops whoever shows it; a document of the holder lifts what another one stopped. */
static void judge_bearer(struct desk *desk, enum identity_quality quality) {
    struct identity_comparison comparison = {0};
    if (!desk_compare(desk, quality, &comparison))
        return;
    if (comparison.verdict == IDENTITY_TITLE_STOPS)
        stop(desk, IDENTITY_STOP_TITLE);
    else if (identity_compares(quality) && comparison.verdict == IDENTITY_OTHER_PERSON)
        stop(desk, IDENTITY_STOP_PERSON);
    else if (identity_compares(quality) && is_of_holder(&comparison))
        desk->stops &= ~(unsigned)IDENTITY_STOP_PERSON;
    identity_comparison_clear(&comparison);
}

/* A parent stands for a minor; of whom the registry does not know the age it is not taken on trust. */
static bool is_minor(const struct record *record) {
    struct date birth = record->holder.birth_date, today = clock_today();
    int years = today.year - birth.year;
    bool had_birthday = birth.month < today.month || (birth.month == today.month && birth.day <= today.day);
    return date_is_set(birth) && (years < AGE_OF_MAJORITY || (years == AGE_OF_MAJORITY && !had_birthday));
}

enum status person_may_go_on(struct desk *desk, const struct identity_check *check, struct fault *fault) {
    bool is_read = desk->has_bearer && desk->bearer.document != IDENTITY_NO_DOCUMENT;
    if (desk->has_bearer)
        judge_bearer(desk, check->quality);
    if (check->quality == IDENTITY_HOLDER && !is_read && identity_title_stops(desk->counter.record, check->document))
        stop(desk, IDENTITY_STOP_TITLE);
    if (identity_is_other_person(check->document, check->mismatches))
        stop(desk, IDENTITY_STOP_PERSON);
    if ((desk->stops & IDENTITY_STOP_TITLE) != 0)
        return fault_set(fault, STATUS_DENIED, "title", NULL);
    if ((desk->stops & IDENTITY_STOP_SEAL) != 0)
        return fault_set(fault, STATUS_DENIED, "forged-seal", NULL);
    if ((desk->stops & IDENTITY_STOP_PERSON) != 0 && (identity_compares(check->quality) || !desk->has_bearer))
        return fault_set(fault, STATUS_DENIED, "person", NULL);
    if (check->link == IDENTITY_FAMILY_BOOK && !is_minor(desk->counter.record))
        return fault_set(fault, STATUS_INVALID, "link", "adult");
    return STATUS_OK;
}

static void forget_earlier(struct desk *desk) {
    memory_wipe(desk->earlier, sizeof desk->earlier);
    desk->earlier_count = 0;
    desk->early_forged = false;
}

/* Of what was read before the last document, another person's may have been anybody's before this one; this very title
 * was not. */
void person_file_opened(struct desk *desk) {
    struct identity_comparison comparison;
    for (size_t i = 0; i < desk->earlier_count; i++) {
        identity_compare(desk->counter.record, &desk->earlier[i], clock_today(), &comparison);
        if (comparison.verdict == IDENTITY_TITLE_STOPS)
            stop(desk, IDENTITY_STOP_TITLE);
        identity_comparison_clear(&comparison);
    }
    if (desk->early_forged)
        stop(desk, IDENTITY_STOP_SEAL);
    forget_earlier(desk);
    judge_bearer(desk, IDENTITY_HOLDER);
}

/* The oldest goes when there are too many. */
static void keep_earlier(struct desk *desk) {
    if (desk->earlier_count == DESK_EARLIER_MAX) {
        memmove(desk->earlier, desk->earlier + 1, sizeof desk->earlier - sizeof desk->earlier[0]);
        desk->earlier_count--;
    }
    desk->earlier[desk->earlier_count++] = desk->bearer;
}

/* --- The document that was read --- */

/* A document that differed from the open record and is used no more is journalled all the same: nobody tries one after
 * the other unseen. */
static void note_aside(struct desk *desk, enum identity_quality quality) {
    struct identity_comparison comparison = {0};
    char detail[IDENTITY_DETAIL_MAX];
    if (!identity_compares(quality) || !desk_compare(desk, quality, &comparison))
        return;
    struct identity_check check = {.document = desk->bearer.document, .mismatches = identity_mismatches(&comparison)};
    if (check.mismatches != 0) {
        identity_write_aside(&check, detail);
        enum status status = journal_audit(desk->journal, desk->agent.id, "identity-put-aside", detail,
                                           desk->counter.record->neph, NULL);
        (void)status; /* what it stopped is stopped */
    }
    identity_comparison_clear(&comparison);
}

void desk_keep_bearer(struct desk *desk, const struct identity_bearer *bearer, enum identity_quality quality) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.locked)
        return;
    note_aside(desk, quality);
    if (desk->has_bearer && desk->counter.record == NULL)
        keep_earlier(desk);
    desk->bearer = *bearer;
    desk->has_bearer = true;
    desk->supervisor[0] = '\0'; /* that was said of another document */
    judge_bearer(desk, quality);
}

void desk_put_bearer_aside(struct desk *desk, enum identity_quality quality) {
    note_aside(desk, quality);
    person_forget_bearer(desk);
    desk->supervisor[0] = '\0';
}

void person_forget_bearer(struct desk *desk) {
    identity_bearer_clear(&desk->bearer);
    desk->has_bearer = false;
    memory_wipe(desk->earlier, sizeof desk->earlier);
    desk->earlier_count = 0;
}

void person_forget(struct desk *desk) {
    person_forget_bearer(desk);
    memory_wipe(&desk->opener, sizeof desk->opener);
    desk->stops = 0;
    desk->early_forged = false;
    desk->supervisor[0] = '\0';
    desk->progress[DESK_SUPERVISE] = (struct desk_progress){0};
}

const struct identity_bearer *desk_bearer(const struct desk *desk) {
    return desk->has_bearer ? &desk->bearer : NULL;
}

bool desk_compare(const struct desk *desk, enum identity_quality quality, struct identity_comparison *comparison) {
    if (!desk->has_bearer || desk->counter.record == NULL)
        return false;
    (quality == IDENTITY_MANDATARY ? identity_compare_copy : identity_compare)(desk->counter.record, &desk->bearer,
                                                                               clock_today(), comparison);
    return true;
}

/* A representative's own document is not compared; it may have expired all the same. */
void person_complete_check(const struct desk *desk, struct identity_check *check) {
    struct identity_comparison comparison = {0};
    check->method = IDENTITY_BY_EYE;
    if (desk_compare(desk, check->quality, &comparison)) {
        check->method = IDENTITY_BY_DOCUMENT;
        if (identity_compares(check->quality))
            check->mismatches = identity_mismatches(&comparison);
        if (date_is_set(comparison.valid_until))
            check->document_expiry = comparison.valid_until;
        if (desk->bearer.document != IDENTITY_NO_DOCUMENT)
            check->document = desk->bearer.document;
    }
    identity_comparison_clear(&comparison);
    text_copy(check->supervisor, sizeof check->supervisor,
              check->mismatches != 0 ? desk_supervisor(desk, check->quality) : "");
}

const char *desk_supervisor(const struct desk *desk, enum identity_quality quality) {
    return desk->supervised == quality ? desk->supervisor : "";
}

/* --- What the file was asked for with --- */

void desk_keep_opener(struct desk *desk, const struct desk_opener *opener) {
    desk->opener = *opener;
}

const struct desk_opener *desk_opener(const struct desk *desk) {
    return desk->opener.type[0] == '\0' ? NULL : &desk->opener;
}

/* --- Searches --- */

int desk_searches_today(const struct desk *desk) {
    int count = 0;
    if (journal_count_acts(desk->journal, "search", clock_today(), desk->agent.id, &count) != STATUS_OK)
        return 0;
    return count;
}

bool desk_search_alert(const struct desk *desk, char agent_id[24], int *count) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.role != COUNTER_SUPERVISOR)
        return false;
    return journal_busiest(desk->journal, "search", clock_today(), agent_id, count) == STATUS_OK &&
           *count > desk->config.search_alert_count;
}
