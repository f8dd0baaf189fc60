/* Requests to the registry through the net worker: one that the agent waits for, one that the desk makes by itself.
 * What the agent waits for never waits for the other: net is killed and started again. It knows nothing of what is
 * asked. */
#include "desk_internal.h"

#include "../memory.h"
#include "../uuid.h"

#include <sodium.h>
#include <string.h>

/* A registry that asks for a longer wait is told to the agent, who has better to do than watch the seconds. */
enum { EXCHANGE_ATTEMPTS = 3, PATIENCE_SECONDS = 30 };

static void pump(struct desk *desk);

static void net_lost(void *context, struct worker *worker);
static void net_message(void *context, struct worker *worker, struct message *message);

static enum status configure(struct desk *desk) {
    const struct config *config = &desk->config;
    struct message message = {0};
    message.head = json_pack("{s:{s:s, s:s, s:s, s:s, s:i, s:i, s:i}}", "configure", "url", config->registry_url, "ca",
                             config->registry_ca, "certificate", config->registry_certificate, "key",
                             config->registry_key, "connect_timeout_ms", config->connect_timeout_ms, "total_timeout_ms",
                             config->total_timeout_ms, "low_speed_seconds", config->low_speed_seconds);
    if (message.head == NULL)
        return STATUS_NO_MEMORY;
    enum status status = worker_send(desk->net, &message);
    message_clear(&message);
    return status;
}

void exchange_start_net(struct desk *desk) {
    if (desk->net != NULL || desk->config.registry_url[0] == '\0')
        return;
    struct worker_handlers handlers = {.message = net_message, .lost = net_lost, .context = desk};
    if (worker_open(desk->spawner, desk->loop, "net", NULL, &handlers, &desk->net) != STATUS_OK)
        return;
    desk->net_ready = configure(desk) == STATUS_OK;
    pump(desk);
}

void exchange_clear(struct desk *desk, struct exchange *exchange) {
    loop_cancel(desk->loop, exchange->retry_timer);
    registry_request_clear(&exchange->request);
    memset(exchange, 0, sizeof *exchange);
}

void exchange_replace_net(struct desk *desk) {
    worker_close(desk->net);
    desk->net = NULL;
    desk->net_ready = false;
    desk->foreground.in_flight = false;
    exchange_clear(desk, &desk->background);
    exchange_start_net(desk);
}

static void finish(struct desk *desk, struct exchange *exchange, const struct registry_answer *answer,
                   struct fault *fault) {
    exchange_done *done = exchange->done;
    exchange_clear(desk, exchange);
    done(desk, answer, fault);
    pump(desk);
    if (!desk->foreground.wanted)
        outbox_pump(desk); /* what a foreground request interrupted goes on */
}

static bool is_transient(const struct fault *fault, const struct registry_answer *answer) {
    switch (fault->code) {
    case STATUS_UNREACHABLE:
    case STATUS_TIMEOUT:
    case STATUS_TRUNCATED:
    case STATUS_WORKER_LOST:
        return true;
    default:
        return answer->http_status == 429 || answer->http_status == 503;
    }
}

static void retry_due(void *context) {
    struct desk *desk = context;
    desk->foreground.retry_timer = 0;
    pump(desk);
}

/* Only what the agent waits for is tried again here: the desk's own requests have their own rhythm. */
static bool retry_later(struct desk *desk, struct exchange *exchange, const struct registry_answer *answer,
                        const struct fault *fault) {
    if (exchange != &desk->foreground || !exchange->request.idempotent || exchange->attempt >= EXCHANGE_ATTEMPTS ||
        !is_transient(fault, answer) || answer->retry_after_seconds > PATIENCE_SECONDS)
        return false;
    int delay_ms = registry_retry_delay_ms(exchange->attempt, answer->retry_after_seconds, randombytes_random());
    exchange->in_flight = false;
    exchange->retry_timer = loop_after(desk->loop, delay_ms, retry_due, desk);
    return true;
}

static void answered(struct desk *desk, struct exchange *exchange, const struct registry_answer *answer,
                     struct fault *fault) {
    if (!retry_later(desk, exchange, answer, fault))
        finish(desk, exchange, answer, fault);
}

static void net_message(void *context, struct worker *worker, struct message *message) {
    struct desk *desk = context;
    (void)worker;
    int64_t id = message_number(message, "id");
    struct exchange *exchange = id == desk->foreground.id && desk->foreground.in_flight   ? &desk->foreground
                                : id == desk->background.id && desk->background.in_flight ? &desk->background
                                                                                          : NULL;
    if (exchange == NULL)
        return;
    struct registry_answer answer = {.retry_after_seconds = -1};
    struct fault fault = {0};
    fault.code = registry_read_answer(message, &answer, &fault);
    answered(desk, exchange, &answer, &fault);
}

static void net_lost(void *context, struct worker *worker) {
    struct desk *desk = context;
    worker_close(worker);
    desk->net = NULL;
    desk->net_ready = false;
    struct registry_answer answer = {.retry_after_seconds = -1};
    struct exchange *exchange = desk->foreground.in_flight   ? &desk->foreground
                                : desk->background.in_flight ? &desk->background
                                                             : NULL;
    if (exchange == NULL)
        return;
    struct fault fault;
    fault_set(&fault, STATUS_WORKER_LOST, "net", NULL);
    answered(desk, exchange, &answer, &fault);
}

static void end_unsent(struct desk *desk, struct exchange *exchange, enum status status) {
    struct registry_answer answer = {.retry_after_seconds = -1};
    struct fault fault;
    fault_set(&fault, status, "net", NULL);
    finish(desk, exchange, &answer, &fault);
}

static void send(struct desk *desk, struct exchange *exchange) {
    char request_id[37];
    uuid_make(request_id);
    exchange->id = ++desk->next_exchange;
    exchange->attempt++;
    exchange->in_flight = true;
    struct message message = {0};
    enum status status =
        registry_to_message(&exchange->request, exchange->id, request_id, &desk->config, desk->agent.id, &message);
    if (status == STATUS_OK)
        status = worker_send(desk->net, &message);
    message_clear(&message);
    if (status == STATUS_OK)
        return;
    end_unsent(desk, exchange, status);
}

/* Nothing can be sent, and nothing that is under way will change that. */
static bool is_net_out_of_reach(const struct desk *desk) {
    bool address_will_come = desk->training != NULL && desk->config.registry_url[0] == '\0';
    return !desk->net_ready && !address_will_come;
}

static void pump(struct desk *desk) {
    if (!desk->foreground.wanted && !desk->background.wanted)
        return;
    if (desk->net == NULL)
        exchange_start_net(desk); /* comes back here when it is ready */
    struct exchange *first = desk->foreground.wanted ? &desk->foreground : &desk->background;
    if (first->wanted && is_net_out_of_reach(desk)) {
        end_unsent(desk, first, STATUS_WORKER_LOST);
        return;
    }
    if (!desk->net_ready || desk->foreground.in_flight || desk->foreground.retry_timer != 0)
        return;
    if (desk->foreground.wanted)
        send(desk, &desk->foreground);
    else if (desk->background.wanted && !desk->background.in_flight)
        send(desk, &desk->background);
}

void exchange_go_on(struct desk *desk) {
    pump(desk);
}

static void take(struct exchange *exchange, struct registry_request *request, exchange_done *done) {
    exchange->wanted = true;
    exchange->done = done;
    exchange->request = *request;
    *request = (struct registry_request){0};
}

void exchange_foreground(struct desk *desk, struct registry_request *request, exchange_done *done) {
    exchange_clear(desk, &desk->foreground);
    take(&desk->foreground, request, done);
    if (desk->background.in_flight)
        exchange_replace_net(desk);
    pump(desk);
}

void exchange_background(struct desk *desk, struct registry_request *request, exchange_done *done) {
    exchange_clear(desk, &desk->background);
    take(&desk->background, request, done);
    pump(desk);
}

void exchange_give_up(struct desk *desk) {
    bool in_flight = desk->foreground.in_flight;
    exchange_clear(desk, &desk->foreground);
    if (in_flight) {
        exchange_replace_net(desk);
        outbox_pump(desk); /* what the old one was sending */
    }
}
