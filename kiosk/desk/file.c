/* The person's file: opened by NEPH from the registry, or from the cache when the network is cut; refreshed; confirmed;
 * put away while the screen is locked; forgotten. It never decides what may be shown: the counter does. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

static void fail(struct desk *desk, enum desk_act act, const struct fault *fault) {
    if (!desk->refreshing) /* what was to be taken up with a file that is open all the same still is */
        unfinished_forget(desk);
    file_forget(desk);
    desk_end(desk, act, fault);
    if (act == DESK_LOOKUP)
        document_file_refreshed(desk, fault);
}

void file_forget(struct desk *desk) {
    memory_wipe(desk->wanted_neph, sizeof desk->wanted_neph);
    if (desk->has_cached)
        cache_entry_clear(&desk->cached);
    desk->has_cached = false;
    desk->refreshing = false;
}

/* Is it still the same person and card for whoever compared them with a document? */
static bool same_identity(const struct record *a, const struct record *b) {
    const char *left[] = {a->holder.family_name, a->holder.usual_name, a->holder.birth_place, a->licence.title_number};
    const char *right[] = {b->holder.family_name, b->holder.usual_name, b->holder.birth_place, b->licence.title_number};
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        if ((left[i] == NULL) != (right[i] == NULL) || (left[i] != NULL && strcmp(left[i], right[i]) != 0))
            return false;
    if (a->holder.given_names.count != b->holder.given_names.count ||
        a->licence.title_status != b->licence.title_status || a->holder.sex != b->holder.sex ||
        !date_equal(a->licence.expires_on, b->licence.expires_on) ||
        !date_equal(a->holder.birth_date, b->holder.birth_date))
        return false;
    for (size_t i = 0; i < a->holder.given_names.count; i++)
        if (strcmp(a->holder.given_names.items[i], b->holder.given_names.items[i]) != 0)
            return false;
    return true;
}

/* A document that has its number is made of its own record: another minute of the same data changes nothing of it. What
 * was handed over is issued again from the very same record only. */
static void forget_documents(struct desk *desk, const struct record *record) {
    struct record_changes changes = {.what = RECORD_CHANGED_OTHER};
    bool pending = desk->request_id[0] != '\0' && desk->reached >= JOURNAL_NUMBERED;
    if (desk->counter.record != NULL)
        record_compare(desk->counter.record, record, &changes);
    if (changes.what == 0 && pending)
        memory_wipe(desk->handed, sizeof desk->handed);
    else
        document_forget(desk, "record-changed");
    if (changes.what != 0 && pending) { /* told on the file */
        desk->resume_keeps_number = desk->request_id[0] != '\0';
        text_copy(desk->resume_refused, sizeof desk->resume_refused, "record-changed");
    }
    memory_wipe(&changes, sizeof changes);
}

/* Replaces the open record. What was confirmed stays confirmed only if it is the same identity. */
static enum status replace_record(struct desk *desk, struct record *record, char *json, size_t size,
                                  enum counter_source source, const struct date_time *at, struct fault *fault) {
    struct counter *counter = &desk->counter;
    bool keep = desk->refreshing && counter->stage == COUNTER_CONFIRMED && same_identity(counter->record, record);
    /* To the byte: a version may come again with the data of another minute, which the seal tells. */
    bool same_bytes =
        counter->record != NULL && counter->record_json_size == size && memcmp(counter->record_json, json, size) == 0;
    struct identity_check check = counter->check;
    if (!same_bytes) {
        forget_documents(desk, record);
        desk->supervisor[0] = '\0';
    }
    bool is_other = counter->record == NULL;
    enum status status = counter_open_person(counter, record, json, size, source, at);
    if (status == STATUS_OK && is_other)
        person_file_opened(desk);
    if (status == STATUS_OK && keep)
        status = counter_confirm(counter, &check, &desk->config.identity, fault);
    memory_wipe(&check, sizeof check);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "counter", NULL);
}

/* Takes `json`. The file is open when the audit log says so. */
static void open_file(struct desk *desk, char *json, size_t size, struct record *record, enum counter_source source,
                      const struct date_time *at) {
    struct fault fault = {0};
    enum status status = journal_audit(desk->journal, desk->agent.id, desk->refreshing ? "refresh" : "lookup",
                                       source == COUNTER_FROM_CACHE ? "cache" : "registry", record->neph, NULL);
    if (status == STATUS_OK)
        status = replace_record(desk, record, json, size, source, at, &fault);
    else
        fault_set(&fault, status, "audit", NULL);
    if (status != STATUS_OK && desk->counter.record != record) {
        record_free(record);
        memory_free(json);
    }
    file_forget(desk);
    desk_forget_candidates(desk);
    if (status == STATUS_OK)
        unfinished_file_opened(desk);
    else
        unfinished_forget(desk);
    desk_end(desk, DESK_LOOKUP, &fault);
    document_file_refreshed(desk, &fault);
}

static bool network_is_down(const struct fault *fault, const struct registry_answer *answer) {
    return fault->code == STATUS_UNREACHABLE || fault->code == STATUS_TIMEOUT || fault->code == STATUS_TRUNCATED ||
           answer->http_status == 503;
}

/* The cached record, confirmed `at` (now after a 304, when it was fetched otherwise). */
static void open_cached(struct desk *desk, enum counter_source source, const struct date_time *at) {
    struct fault fault = {0};
    struct record *record = NULL;
    struct cache_entry *cached = &desk->cached;
    enum status status = record_parse(cached->json, cached->json_size, &record, &fault);
    if (status == STATUS_OK && strcmp(record->neph, desk->wanted_neph) != 0) {
        record_free(record);
        status = fault_set(&fault, STATUS_WRONG_RECORD, "neph", NULL);
    }
    if (status != STATUS_OK) {
        fail(desk, DESK_LOOKUP, &fault);
        return;
    }
    char *json = cached->json;
    size_t size = cached->json_size;
    cached->json = NULL;
    cached->json_size = 0;
    open_file(desk, json, size, record, source, at);
}

static void open_answered(struct desk *desk, const struct registry_answer *answer) {
    struct fault fault = {0};
    struct record *record = NULL;
    if (registry_read_record(answer, desk->wanted_neph, &record, &fault) != STATUS_OK) {
        fail(desk, DESK_LOOKUP, &fault);
        return;
    }
    struct date_time now = clock_now();
    /* A cache that cannot be written costs a later consultation offline, not this one. */
    if (cache_put(desk->cache, record->neph, answer->body, answer->body_size, answer->etag, &now) != STATUS_OK)
        text_copy(desk->status.registry_message, sizeof desk->status.registry_message,
                  "La copie du dossier n'a pas pu être gardée sur le poste\u00A0: prévenez le technicien.");
    char *json = memory_alloc(answer->body_size + 1);
    memcpy(json, answer->body, answer->body_size);
    open_file(desk, json, answer->body_size, record, COUNTER_FROM_REGISTRY, &now);
}

/* The registry has no such file: neither has the station, and the next cut of the network must not bring it back. */
static void forget_unknown(struct desk *desk, const struct fault *fault) {
    if (fault->code != STATUS_PROBLEM || strcmp(fault->where, "driver-not-found") != 0)
        return;
    enum status status = cache_remove(desk->cache, desk->wanted_neph);
    (void)status; /* its time to live erases it later */
}

static void lookup_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    struct date_time now = clock_now();
    bool asked_if_changed = desk->has_cached && desk->cached.etag[0] != '\0';
    if (fault->code == STATUS_OK && answer->http_status == 304 && asked_if_changed) {
        enum status touched = cache_touch(desk->cache, desk->wanted_neph, &now);
        (void)touched; /* its age in the cache then stays what it was: older than the truth, never younger */
        open_cached(desk, COUNTER_FROM_REGISTRY, &now);
    } else if (fault->code == STATUS_OK && answer->http_status == 200) {
        open_answered(desk, answer);
    } else if (fault->code == STATUS_OK) {
        fault_set(fault, STATUS_PROTOCOL, "status", NULL);
        fail(desk, DESK_LOOKUP, fault);
    } else if (desk->has_cached && network_is_down(fault, answer)) {
        desk->status.registry = DESK_REGISTRY_DOWN;
        struct date_time at = desk->cached.fetched_at;
        open_cached(desk, COUNTER_FROM_CACHE, &at);
    } else {
        forget_unknown(desk, fault);
        fail(desk, DESK_LOOKUP, fault);
    }
}

static enum status look_up(struct desk *desk, const char *neph) {
    file_forget(desk);
    if (!text_copy(desk->wanted_neph, sizeof desk->wanted_neph, neph))
        return STATUS_TOO_LONG;
    desk->has_cached = cache_get(desk->cache, neph, &desk->cached) == STATUS_OK;
    struct registry_request request = {0};
    enum status status = registry_ask_lookup(neph, desk->has_cached ? desk->cached.etag : NULL, &request);
    if (status != STATUS_OK) {
        file_forget(desk);
        return status;
    }
    desk_begin(desk, DESK_LOOKUP);
    exchange_foreground(desk, &request, lookup_answered);
    return STATUS_OK;
}

enum status desk_open_file(struct desk *desk, const char *neph) {
    if (desk->counter.stage != COUNTER_FREE || desk->counter.locked || desk->counter.role == COUNTER_TECHNICIAN ||
        desk->foreground.wanted)
        return STATUS_INVALID;
    memory_wipe(&desk->opener, sizeof desk->opener);
    return look_up(desk, neph);
}

enum status desk_refresh_file(struct desk *desk) {
    if (desk->counter.record == NULL || desk->counter.stage == COUNTER_DOCUMENT || desk->foreground.wanted)
        return STATUS_INVALID;
    char neph[RECORD_NEPH_MAX + 1];
    if (!text_copy(neph, sizeof neph, desk->counter.record->neph))
        return STATUS_TOO_LONG;
    enum status status = look_up(desk, neph);
    desk->refreshing = status == STATUS_OK;
    memory_wipe(neph, sizeof neph);
    return status;
}

static void search_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    if (fault->code == STATUS_OK && answer->http_status != 200)
        fault_set(fault, STATUS_PROTOCOL, "status", NULL);
    if (fault->code == STATUS_OK)
        fault->code = registry_read_candidates(answer, &desk->candidates, fault);
    desk_end(desk, DESK_SEARCH, fault);
}

/* The audit log keeps the kind of reason: free words could name somebody. */
static const char *reason_kind(const char *reason) {
    static const char *const kinds[] = {"titre perdu", "NEPH inconnu"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(reason, kinds[i]) == 0)
            return kinds[i];
    return "autre";
}

/* One search that had to be asked in two goes is counted once: another act, that nobody can have without the first. */
static const char *search_act(const struct desk *desk, const struct registry_search *search) {
    const struct desk_progress *before = &desk->progress[DESK_SEARCH];
    bool had_too_many = before->phase == DESK_FAILED && strcmp(before->fault.where, "too-many-matches") == 0;
    return search->narrows && had_too_many ? "search-narrowed" : "search";
}

enum status desk_search(struct desk *desk, const struct registry_search *search) {
    if (desk->counter.stage != COUNTER_FREE || desk->counter.locked || desk->counter.role == COUNTER_TECHNICIAN ||
        search->reason == NULL || search->reason[0] == '\0' || desk->foreground.wanted)
        return STATUS_INVALID;
    const char *act = search_act(desk, search);
    desk_forget_candidates(desk);
    struct registry_request request = {0};
    enum status status = registry_ask_search(search, &request);
    if (status == STATUS_OK)
        status = journal_audit(desk->journal, desk->agent.id, act, reason_kind(search->reason), NULL, NULL);
    if (status != STATUS_OK) {
        registry_request_clear(&request);
        return status;
    }
    desk_begin(desk, DESK_SEARCH);
    exchange_foreground(desk, &request, search_answered);
    return STATUS_OK;
}

static enum status audit_check(struct desk *desk, const struct identity_check *check) {
    enum status status = STATUS_OK;
    for (int line = 0; line < IDENTITY_AUDIT_COUNT && status == STATUS_OK; line++) {
        char detail[IDENTITY_DETAIL_MAX];
        const char *act = identity_write_audit(check, (enum identity_audit)line, detail);
        if (act != NULL)
            status = journal_audit(desk->journal, desk->agent.id, act, detail, desk->counter.record->neph, NULL);
    }
    return status;
}

enum status desk_confirm(struct desk *desk, struct identity_check *check, struct fault *fault) {
    struct counter *counter = &desk->counter;
    if (counter->stage != COUNTER_PERSON || counter->locked || counter->record == NULL)
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    check->at = clock_now();
    if (!text_copy(check->confirmed_by, sizeof check->confirmed_by, desk->agent.id))
        return fault_set(fault, STATUS_TOO_LONG, "confirmed_by", NULL);
    person_complete_check(desk, check);
    enum status status = person_may_go_on(desk, check, fault);
    if (status == STATUS_OK)
        status = identity_check_complete(check, &desk->config.identity, fault);
    if (status != STATUS_OK)
        return status;
    status = audit_check(desk, check);
    if (status != STATUS_OK)
        return fault_set(fault, status, "audit", NULL);
    status = counter_confirm(counter, check, &desk->config.identity, fault);
    if (status != STATUS_OK)
        return status;
    document_page_started(desk); /* a document is near */
    unfinished_confirmed(desk);
    return STATUS_OK;
}

static void forget_put_away(struct desk *desk) {
    memory_free(desk->put_away.record);
    memory_free(desk->put_away.check);
    desk->put_away = (struct desk_put_away){0};
}

/* Who is confirmed, and who asked for what was handed over. */
struct checks {
    struct identity_check check;
    struct desk_handed handed[COUNTER_DOCUMENT_COUNT];
    struct identity_bearer bearer;
    bool has_bearer;
    unsigned stops;
    struct desk_opener opener;
};

static enum status seal_checks(struct desk *desk, const uint8_t bound[VAULT_HASH_SIZE]) {
    struct checks checks = {.check = desk->counter.check,
                            .bearer = desk->bearer,
                            .has_bearer = desk->has_bearer,
                            .stops = desk->stops,
                            .opener = desk->opener};
    memcpy(checks.handed, desk->handed, sizeof checks.handed);
    enum status status =
        vault_seal(desk->vault, &checks, sizeof checks, bound, &desk->put_away.check, &desk->put_away.check_size);
    memory_wipe(&checks, sizeof checks);
    return status;
}

/* The record and the check go under the station's key, and the workers that saw them go. */
void file_put_away(struct desk *desk) {
    struct counter *counter = &desk->counter;
    bool is_printing = desk->page_job == PAGE_JOB_PRINT; /* the printer has it: the record is needed no more */
    if (counter->stage == COUNTER_DOCUMENT && !is_printing)
        return;
    desk_give_up(desk, DESK_SUPERVISE);
    if (desk->changed_from != NULL) /* nobody is there to be told */
        document_give_up(desk);
    desk_give_up(desk, DESK_LOOKUP);
    desk_give_up(desk, DESK_SEARCH);
    desk_forget_candidates(desk);
    if (desk->document.asks == DESK_ASKS_CHANGED) /* what changed is the person's; it can be asked again */
        desk_finish_document(desk);
    document_put_away(desk);
    parcel_clear(&desk->resumption.parcel);
    if (desk->cancel_timer == 0 && !is_printing) /* else it ends by itself */
        document_stop_page(desk);
    exchange_replace_net(desk);
    outbox_pump(desk);
    memory_wipe_stack();
    if (counter->record == NULL) {
        person_forget_bearer(desk); /* read before a file was opened: it is scanned again */
        return;
    }
    static const uint8_t bound[VAULT_HASH_SIZE] = "put away while locked";
    forget_put_away(desk);
    enum status status = vault_seal(desk->vault, counter->record_json, counter->record_json_size, bound,
                                    &desk->put_away.record, &desk->put_away.record_size);
    if (status == STATUS_OK)
        status = seal_checks(desk, bound);
    person_forget_bearer(desk);
    memory_wipe(&desk->opener, sizeof desk->opener);
    memory_wipe(desk->handed, sizeof desk->handed);
    memory_wipe(desk->noted_reason, sizeof desk->noted_reason);
    if (status != STATUS_OK)
        counter_close_person(counter); /* what cannot be put away safely is dropped */
    record_free(counter->record);
    memory_free(counter->record_json);
    counter->record = NULL;
    counter->record_json = NULL;
    memory_wipe(&counter->check, sizeof counter->check);
    memory_wipe_stack();
}

void file_restore(struct desk *desk, struct fault *fault) {
    static const uint8_t bound[VAULT_HASH_SIZE] = "put away while locked";
    struct counter *counter = &desk->counter;
    struct desk_put_away *away = &desk->put_away;
    if (away->record == NULL)
        return;
    uint8_t *json = NULL, *check = NULL;
    size_t size = 0, check_size = 0;
    struct record *record = NULL;
    enum status status = vault_unseal(desk->vault, away->record, away->record_size, bound, &json, &size);
    if (status == STATUS_OK)
        status = vault_unseal(desk->vault, away->check, away->check_size, bound, &check, &check_size);
    if (status == STATUS_OK && check_size != sizeof(struct checks))
        status = STATUS_CRYPTO;
    if (status == STATUS_OK)
        status = record_parse((char *)json, size, &record, fault);
    forget_put_away(desk);
    if (status != STATUS_OK) {
        memory_free(json);
        memory_free(check);
        counter_close_person(counter);
        return;
    }
    counter->record = record;
    counter->record_json = (char *)json;
    counter->record_json_size = size;
    const struct checks *checks = (const struct checks *)check;
    counter->check = checks->check;
    memcpy(desk->handed, checks->handed, sizeof desk->handed);
    desk->bearer = checks->bearer;
    desk->has_bearer = checks->has_bearer;
    desk->stops = checks->stops;
    desk->opener = checks->opener;
    memory_free(check);
    unfinished_restore(desk);
    if (counter->stage == COUNTER_CONFIRMED)
        document_page_started(desk);
}

void desk_next_person(struct desk *desk) {
    struct counter *counter = &desk->counter;
    bool seen = counter->record != NULL || desk->has_bearer || desk->early_forged || desk->put_away.record != NULL ||
                desk->candidates.count > 0 || desk->progress[DESK_LOOKUP].phase != DESK_IDLE ||
                desk->progress[DESK_SEARCH].phase != DESK_IDLE;
    if (!seen)
        return;
    document_leave(desk);
    desk_give_up(desk, DESK_SUPERVISE);
    desk_give_up(desk, DESK_LOOKUP);
    desk_give_up(desk, DESK_SEARCH);
    unfinished_forget(desk);
    person_forget(desk);
    desk->resume_refused[0] = '\0';
    if (desk->cancel_timer == 0) /* else it is still telling the printer to cancel, and ends by itself */
        document_stop_page(desk);
    file_forget(desk);
    desk_forget_candidates(desk);
    forget_put_away(desk);
    if (counter->record != NULL || counter->stage > COUNTER_FREE)
        counter_close_person(counter);
    enum status status = journal_audit(desk->journal, desk->agent.id, "next-person", NULL, NULL, NULL);
    (void)status; /* leaving is never refused; see audit_leaving() in login.c */
    desk->progress[DESK_LOOKUP] = desk->progress[DESK_DOCUMENT] = (struct desk_progress){0};
    exchange_replace_net(desk); /* the old one has seen the record */
    memory_wipe_stack();
    status_start(desk);
    document_withdraw_jobs(desk, true);
}
