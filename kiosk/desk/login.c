/* Logging in and out, locking and unlocking. The password goes to the auth worker and nowhere else. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <ctype.h>
#include <string.h>

/* A log that cannot be written must not keep an agent from locking or leaving: the act goes on, and every act that
 * needs the log (login, opening, confirming, issuing) is refused by itself until it can be written again. */
static void audit_leaving(struct desk *desk, const char *act) {
    enum status status = journal_audit(desk->journal, desk->agent.id, act, NULL, NULL, NULL);
    (void)status;
}

static void fold_id(const char *typed, char id[24]) {
    size_t length = 0;
    for (; *typed != '\0' && length < 23; typed++)
        if (*typed != ' ')
            id[length++] = (char)toupper((unsigned char)*typed);
    id[length] = '\0';
}

static void close_auth(struct desk *desk) {
    worker_close(desk->auth);
    desk->auth = NULL;
}

static void fail(struct desk *desk, enum desk_act act, enum status code, const char *where) {
    struct fault fault;
    fault_set(&fault, code, where, NULL);
    desk_end(desk, act, &fault);
}

static void refuse(struct desk *desk, enum desk_act act, bool known) {
    enum status status = agents_count_failure(desk->agents, desk->login_id);
    if (status == STATUS_OK)
        status = journal_audit(desk->journal, known ? desk->login_id : "?", "login-refused", NULL, NULL, NULL);
    fail(desk, act, status == STATUS_OK ? STATUS_DENIED : status, "password");
}

static void accept_login(struct desk *desk, const struct agent *agent) {
    enum status status = journal_audit(desk->journal, agent->id, "login", NULL, NULL, NULL);
    if (status == STATUS_OK)
        status = counter_log_in(&desk->counter, agent->id, agent->role);
    if (status == STATUS_OK)
        status = agents_count_success(desk->agents, agent->id);
    if (status != STATUS_OK) {
        counter_log_out(&desk->counter);
        fail(desk, DESK_LOGIN, status, "login");
        return;
    }
    desk->agent = *agent;
    memory_wipe(desk->agent.hash, sizeof desk->agent.hash);
    desk_refresh_status(desk);
    desk_end(desk, DESK_LOGIN, NULL);
}

static void accept_unlock(struct desk *desk, const struct agent *agent) {
    struct fault fault = {0};
    enum status status = journal_audit(desk->journal, agent->id, "unlock", NULL, NULL, NULL);
    if (status == STATUS_OK)
        status = agents_count_success(desk->agents, agent->id);
    if (status == STATUS_OK)
        status = counter_unlock(&desk->counter, agent->id);
    if (status != STATUS_OK) {
        fail(desk, DESK_UNLOCK, status, "unlock");
        return;
    }
    file_restore(desk, &fault);
    desk_end(desk, DESK_UNLOCK, NULL);
}

static enum desk_act act_under_way(const struct desk *desk) {
    if (desk->progress[DESK_SUPERVISE].phase == DESK_WAITING)
        return DESK_SUPERVISE;
    return desk->progress[DESK_UNLOCK].phase == DESK_WAITING ? DESK_UNLOCK : DESK_LOGIN;
}

/* Of the open person, in the log first; nobody says yes to what they confirm themselves. */
static void accept_supervisor(struct desk *desk, const struct agent *agent) {
    const struct record *record = desk->counter.record;
    enum status status = agents_count_success(desk->agents, agent->id);
    if (status == STATUS_OK && (agent->role != COUNTER_SUPERVISOR || strcmp(agent->id, desk->agent.id) == 0))
        status = STATUS_DENIED;
    if (status == STATUS_OK && record == NULL)
        status = STATUS_INVALID;
    if (status == STATUS_OK)
        status = journal_audit(desk->journal, agent->id, "mismatch-supervised", NULL, record->neph, NULL);
    if (status != STATUS_OK) {
        fail(desk, DESK_SUPERVISE, status, "supervisor");
        return;
    }
    text_copy(desk->supervisor, sizeof desk->supervisor, agent->id);
    desk_end(desk, DESK_SUPERVISE, NULL);
}

static void auth_message(void *context, struct worker *worker, struct message *message) {
    struct desk *desk = context;
    (void)worker;
    bool right = json_is_true(json_object_get(message->head, "ok"));
    enum desk_act act = act_under_way(desk);
    close_auth(desk);
    struct agent agent;
    enum status found = agents_find(desk->agents, desk->login_id, &agent);
    if (found == STATUS_OK && right && !agent.disabled) {
        if (act == DESK_LOGIN)
            accept_login(desk, &agent);
        else if (act == DESK_SUPERVISE)
            accept_supervisor(desk, &agent);
        else
            accept_unlock(desk, &agent);
    } else {
        refuse(desk, act, found == STATUS_OK);
    }
    memory_wipe(&agent, sizeof agent);
}

static void auth_lost(void *context, struct worker *worker) {
    struct desk *desk = context;
    (void)worker;
    close_auth(desk);
    fail(desk, act_under_way(desk), STATUS_WORKER_LOST, "auth");
}

static enum status ask_auth(struct desk *desk, const char *password) {
    struct agent agent;
    bool known = agents_find(desk->agents, desk->login_id, &agent) == STATUS_OK && !agent.disabled;
    struct message message = {
        .head = json_pack("{s:s}", "verify", agents_hash_or_dummy(known ? &agent : NULL)),
        .body_size = strlen(password),
        .body = (uint8_t *)memory_copy(password),
    };
    memory_wipe(&agent, sizeof agent);
    struct worker_handlers handlers = {.message = auth_message, .lost = auth_lost, .context = desk};
    enum status status = message.head == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK)
        status = worker_open(desk->spawner, desk->loop, "auth", NULL, &handlers, &desk->auth);
    if (status == STATUS_OK)
        status = worker_send(desk->auth, &message);
    message_clear(&message);
    if (status != STATUS_OK)
        close_auth(desk);
    return status;
}

static enum status check_password(struct desk *desk, enum desk_act act, const char *id, const char *password) {
    if (desk->auth != NULL || password[0] == '\0' || id[0] == '\0')
        return STATUS_INVALID;
    int seconds = 0;
    enum status status = agents_delay_seconds(desk->agents, id, &seconds);
    if (status != STATUS_OK)
        return status;
    if (seconds > 0)
        return STATUS_TOO_SOON;
    if (!text_copy(desk->login_id, sizeof desk->login_id, id))
        return STATUS_TOO_LONG;
    status = ask_auth(desk, password);
    if (status == STATUS_OK)
        desk_begin(desk, act);
    return status;
}

enum status desk_log_in(struct desk *desk, const char *id, const char *password) {
    if (desk->counter.stage != COUNTER_CLOSED)
        return STATUS_INVALID;
    char folded[24];
    fold_id(id, folded);
    return check_password(desk, DESK_LOGIN, folded, password);
}

int desk_login_delay_seconds(const struct desk *desk, const char *id) {
    char folded[24];
    fold_id(id, folded);
    int seconds = 0;
    return agents_delay_seconds(desk->agents, folded, &seconds) == STATUS_OK ? seconds : 0;
}

void desk_log_out(struct desk *desk) {
    if (desk->counter.stage == COUNTER_CLOSED)
        return;
    desk_give_up(desk, DESK_UNLOCK);
    desk_next_person(desk);
    audit_leaving(desk, "logout");
    counter_log_out(&desk->counter);
    memory_wipe(&desk->agent, sizeof desk->agent);
    desk->printer = 0;
    desk->progress[DESK_LOGIN] = (struct desk_progress){0};
}

void desk_lock(struct desk *desk) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.locked)
        return;
    audit_leaving(desk, "lock");
    counter_lock(&desk->counter);
    file_put_away(desk);
    desk->progress[DESK_UNLOCK] = (struct desk_progress){0};
}

enum status desk_unlock(struct desk *desk, const char *password) {
    if (!desk->counter.locked)
        return STATUS_INVALID;
    return check_password(desk, DESK_UNLOCK, desk->agent.id, password);
}

enum status desk_supervise(struct desk *desk, enum identity_quality quality, const char *id, const char *password) {
    if (desk->counter.stage != COUNTER_PERSON || desk->counter.locked)
        return STATUS_INVALID;
    char folded[24];
    fold_id(id, folded);
    enum status status = check_password(desk, DESK_SUPERVISE, folded, password);
    if (status == STATUS_OK) {
        desk->supervised = quality;
        desk->supervisor[0] = '\0';
    }
    return status;
}
