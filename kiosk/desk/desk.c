/* Opens and closes the desk: databases, keys, workers; news. The acts themselves are in the other files of this folder.
 */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* argon2id (libsodium, INTERACTIVE) of DESK_TRAINING_PASSWORD: the password is on the screen, so its hash is no secret.
 */
static const char training_hash[] =
    "$argon2id$v=19$m=65536,t=2,p=1$A2/8xVph1tyPRdi3w0TSQg$Aao8hScuwI/l6PwFvRqGftAkLreHryAZIpg66HCURhs";

void desk_tell(struct desk *desk, enum desk_act act) {
    if (desk->news != NULL)
        desk->news(desk->news_context, act);
}

void desk_begin(struct desk *desk, enum desk_act act) {
    desk->progress[act] = (struct desk_progress){.phase = DESK_WAITING, .since_ms = clock_monotonic_ms()};
    desk_tell(desk, act);
}

void desk_end(struct desk *desk, enum desk_act act, const struct fault *fault) {
    struct desk_progress *progress = &desk->progress[act];
    bool failed = fault != NULL && fault->code != STATUS_OK;
    progress->phase = failed ? DESK_FAILED : DESK_DONE;
    progress->fault = failed ? *fault : (struct fault){0};
    desk_tell(desk, act);
}

void desk_forget_candidates(struct desk *desk) {
    memory_wipe(&desk->candidates, sizeof desk->candidates);
    desk->progress[DESK_SEARCH] = (struct desk_progress){0};
}

/* Two kiosks on one state folder would both write the journal and number documents from it. */
static enum status take_lock(struct desk *desk, struct fault *fault) {
    char path[sizeof desk->config.state_folder + 8];
    if (!text_format(path, sizeof path, "%s/lock", desk->config.state_folder))
        return fault_set(fault, STATUS_TOO_LONG, "state_folder", NULL);
    desk->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (desk->lock_fd < 0)
        return fault_set(fault, errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO, "state_folder", "lock");
    if (flock(desk->lock_fd, LOCK_EX | LOCK_NB) != 0)
        return fault_set(fault, STATUS_EXISTS, "state_folder", "lock");
    return STATUS_OK;
}

static enum status add_training_agent(struct desk *desk, struct fault *fault) {
    struct agent agent;
    enum status status = agents_find(desk->agents, DESK_TRAINING_AGENT, &agent);
    if (status != STATUS_NOT_FOUND)
        return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "agents", NULL);
    agent = (struct agent){.id = DESK_TRAINING_AGENT, .name = "FORMATION", .role = COUNTER_AGENT};
    if (!text_copy(agent.hash, sizeof agent.hash, training_hash))
        return fault_set(fault, STATUS_TOO_LONG, "agents", NULL);
    status = agents_add(desk->agents, &agent);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "agents", NULL);
}

static enum status open_stores(struct desk *desk, struct fault *fault) {
    const struct config *config = &desk->config;
    enum status status = take_lock(desk, fault);
    if (status == STATUS_OK)
        status = vault_open(config->state_folder, &desk->vault, fault);
    if (status == STATUS_OK)
        status = cache_open(config, desk->vault, &desk->cache, fault);
    if (status == STATUS_OK)
        status = journal_open(config->state_folder, desk->vault, &desk->journal, fault);
    if (status == STATUS_OK)
        status = agents_open(config->state_folder, &desk->agents, fault);
    if (status != STATUS_OK)
        return status;
    const char *folder = config->trust_folder[0] != '\0' ? config->trust_folder : NULL;
    status = trust_open(folder, config->accept_test_issuers, &desk->trust);
    if (status != STATUS_OK)
        return fault_set(fault, status, "trust_folder", NULL);
    return config->training ? add_training_agent(desk, fault) : STATUS_OK;
}

static void training_started(void *context, struct worker *worker, struct message *message) {
    struct desk *desk = context;
    (void)worker;
    int64_t port = message_number(message, "listening");
    struct config *config = &desk->config;
    if (port <= 0 || port > 65535)
        return;
    bool fits =
        text_format(config->registry_url, sizeof config->registry_url, "https://localhost:%d", (int)port) &&
        text_format(config->registry_ca, sizeof config->registry_ca, "%s/station/ca.pem", config->state_folder) &&
        text_format(config->registry_certificate, sizeof config->registry_certificate, "%s/station/station.pem",
                    config->state_folder) &&
        text_format(config->registry_key, sizeof config->registry_key, "%s/station/station.key", config->state_folder);
    if (fits)
        exchange_start_net(desk);
}

static void training_lost(void *context, struct worker *worker) {
    struct desk *desk = context;
    worker_close(worker);
    desk->training = NULL;
    if (desk->background.in_flight)
        exchange_clear(desk, &desk->background); /* an answer from before would say that it is there */
    desk->status.registry = DESK_REGISTRY_DOWN;
    desk_tell(desk, DESK_ACT_COUNT);
    exchange_go_on(desk); /* what waited for its address */
}

static enum status start_workers(struct desk *desk, struct fault *fault) {
    if (!desk->config.training) {
        exchange_start_net(desk);
        return STATUS_OK;
    }
    struct worker_handlers handlers = {.message = training_started, .lost = training_lost, .context = desk};
    enum status status =
        worker_open(desk->spawner, desk->loop, "registry", desk->config.state_folder, &handlers, &desk->training);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "registry", NULL);
}

enum status desk_open(const struct config *config, struct loop *loop, struct spawner *spawner, struct desk **desk,
                      struct fault *fault) {
    struct desk *opened = memory_alloc(sizeof *opened);
    opened->config = *config;
    opened->loop = loop;
    opened->spawner = spawner;
    opened->lock_fd = -1;
    counter_init(&opened->counter);
    enum status status = open_stores(opened, fault);
    if (status == STATUS_OK)
        status = start_workers(opened, fault);
    if (status != STATUS_OK) {
        desk_close(opened);
        return status;
    }
    if (cache_expire(opened->cache) != STATUS_OK)
        opened->status.registry =
            DESK_REGISTRY_UNKNOWN;        /* expiry is tried again at each start; nothing depends on it */
    document_withdraw_jobs(opened, true); /* a restart: nothing prints by itself */
    status_start(opened);
    *desk = opened;
    return STATUS_OK;
}

void desk_close(struct desk *desk) {
    if (desk == NULL)
        return;
    desk->news = NULL;
    if (desk->counter.stage != COUNTER_CLOSED)
        desk_log_out(desk);
    exchange_clear(desk, &desk->foreground);
    exchange_clear(desk, &desk->background);
    document_forget_changed(desk);
    loop_cancel(desk->loop, desk->status_timer);
    loop_cancel(desk->loop, desk->outbox_timer);
    loop_cancel(desk->loop, desk->cancel_timer);
    worker_close(desk->net);
    worker_close(desk->auth);
    worker_close(desk->page);
    worker_close(desk->training);
    trust_close(desk->trust);
    agents_close(desk->agents);
    journal_close(desk->journal);
    cache_close(desk->cache);
    vault_close(desk->vault);
    if (desk->lock_fd >= 0)
        close(desk->lock_fd);
    memory_wipe(desk, sizeof *desk);
    memory_free(desk);
}

void desk_on_news(struct desk *desk, desk_news *news, void *context) {
    desk->news = news;
    desk->news_context = context;
}

const struct counter *desk_counter(const struct desk *desk) {
    return &desk->counter;
}

const struct agent *desk_agent(const struct desk *desk) {
    return desk->counter.stage == COUNTER_CLOSED ? NULL : &desk->agent;
}

const struct desk_status *desk_status(const struct desk *desk) {
    return &desk->status;
}

const struct desk_progress *desk_progress(const struct desk *desk, enum desk_act act) {
    return &desk->progress[act];
}

const struct registry_candidates *desk_candidates(const struct desk *desk) {
    return &desk->candidates;
}

const struct desk_document *desk_document(const struct desk *desk) {
    return &desk->document;
}

void desk_give_up(struct desk *desk, enum desk_act act) {
    if (desk->progress[act].phase != DESK_WAITING)
        return;
    if (act == DESK_DOCUMENT) {
        document_give_up(desk);
        return;
    }
    if (act == DESK_LOGIN || act == DESK_UNLOCK || act == DESK_SUPERVISE) {
        worker_close(desk->auth);
        desk->auth = NULL;
    } else {
        exchange_give_up(desk);
        file_forget(desk);
        unfinished_forget(desk);
    }
    struct fault fault;
    fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
    desk_end(desk, act, &fault);
}
