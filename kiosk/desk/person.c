/* The document of identity that was read, and what it says beside the open record; the supervisor who says yes to what
 * differs; how many searches were made. It must not write any of a document anywhere. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

void desk_keep_bearer(struct desk *desk, const struct identity_bearer *bearer) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.locked)
        return;
    desk->bearer = *bearer;
    desk->has_bearer = true;
    desk->supervisor[0] = '\0'; /* that was said of another document */
}

void desk_forget_bearer(struct desk *desk) {
    identity_bearer_clear(&desk->bearer);
    desk->has_bearer = false;
}

void person_forget(struct desk *desk) {
    desk_forget_bearer(desk);
    memory_wipe(&desk->opener, sizeof desk->opener);
    desk->supervisor[0] = '\0';
    desk->progress[DESK_SUPERVISE] = (struct desk_progress){0};
}

const struct identity_bearer *desk_bearer(const struct desk *desk) {
    return desk->has_bearer ? &desk->bearer : NULL;
}

bool desk_compare(const struct desk *desk, struct identity_comparison *comparison) {
    if (!desk->has_bearer || desk->counter.record == NULL)
        return false;
    identity_compare(desk->counter.record, &desk->bearer, clock_today(), comparison);
    return true;
}

bool desk_compares(enum identity_quality quality) {
    return quality == IDENTITY_HOLDER || quality == IDENTITY_MANDATARY;
}

void person_complete_check(const struct desk *desk, struct identity_check *check) {
    struct identity_comparison comparison = {0};
    if (desk_compares(check->quality) && desk_compare(desk, &comparison)) {
        check->mismatches |= identity_mismatches(&comparison);
        check->document_expiry = comparison.valid_until;
        if (desk->bearer.document != IDENTITY_NO_DOCUMENT)
            check->document = desk->bearer.document;
    }
    identity_comparison_clear(&comparison);
    text_copy(check->supervisor, sizeof check->supervisor, check->mismatches != 0 ? desk->supervisor : "");
}

bool person_title_stops(const struct desk *desk, const struct identity_check *check) {
    struct identity_comparison comparison = {0};
    if (!desk_compares(check->quality))
        return false;
    bool is_read = desk->has_bearer && desk->bearer.document == IDENTITY_LICENCE && desk_compare(desk, &comparison);
    bool stops = is_read ? comparison.verdict == IDENTITY_TITLE_STOPS
                         : identity_title_stops(desk->counter.record, check->document);
    identity_comparison_clear(&comparison);
    return stops;
}

const char *desk_supervisor(const struct desk *desk) {
    return desk->supervisor;
}

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
