/* Asks the page worker and waits, with the kiosk's own spawner and loop: what can hang or crash on a stranger's file is
 * killed. It must not be used by what has a screen. */
#include "page.h"

#include "../memory.h"
#include "../worker.h"

enum { ANSWER_TIMEOUT_MS = 60000 };

struct command_page {
    struct spawner *spawner;
    struct loop *loop;
    struct worker *worker;
    struct message answer;
    enum status status; /* of what is waited for */
};

static void answered(void *context, struct worker *worker, struct message *message) {
    struct command_page *page = context;
    (void)worker;
    page->answer = *message;
    *message = (struct message){0};
    page->status = STATUS_OK;
    loop_stop(page->loop);
}

static void lost(void *context, struct worker *worker) {
    struct command_page *page = context;
    (void)worker;
    page->status = STATUS_WORKER_LOST;
    loop_stop(page->loop);
}

static void waited_enough(void *context) {
    struct command_page *page = context;
    page->status = STATUS_TIMEOUT;
    loop_stop(page->loop);
}

enum status command_worker_open(const char *kind, struct command_page **page, struct fault *fault) {
    char folder[4096];
    struct command_page *opened = memory_alloc(sizeof *opened);
    struct worker_handlers handlers = {.message = answered, .lost = lost, .context = opened};
    enum status status = spawner_find_programs(folder, sizeof folder);
    if (status == STATUS_OK)
        status = spawner_start(folder, &opened->spawner);
    if (status == STATUS_OK)
        status = loop_open(&opened->loop);
    if (status == STATUS_OK)
        status = worker_open(opened->spawner, opened->loop, kind, NULL, &handlers, &opened->worker);
    if (status == STATUS_OK)
        *page = opened;
    else
        command_page_close(opened);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, kind, NULL);
}

enum status command_page_open(struct command_page **page, struct fault *fault) {
    return command_worker_open("page", page, fault);
}

void command_page_close(struct command_page *page) {
    if (page == NULL)
        return;
    worker_close(page->worker);
    if (page->loop != NULL)
        loop_close(page->loop);
    if (page->spawner != NULL)
        spawner_stop(page->spawner);
    message_clear(&page->answer);
    memory_free(page);
}

enum status command_page_tell(struct command_page *page, struct message *request, struct fault *fault) {
    enum status status = request->head != NULL ? worker_send(page->worker, request) : STATUS_NO_MEMORY;
    message_clear(request);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "page", NULL);
}

static enum status wait_for_answer(struct command_page *page) {
    uint32_t timer = loop_after(page->loop, ANSWER_TIMEOUT_MS, waited_enough, page);
    enum status status = timer == 0 ? STATUS_NO_MEMORY : loop_run(page->loop);
    loop_cancel(page->loop, timer);
    return status == STATUS_OK ? page->status : status;
}

static const char *text_of(const json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    return text != NULL ? text : "";
}

enum status command_page_ask(struct command_page *page, struct message *request, struct message *answer,
                             struct fault *fault) {
    enum status status = command_page_tell(page, request, fault);
    if (status != STATUS_OK)
        return status;
    status = wait_for_answer(page);
    if (status != STATUS_OK)
        return fault_set(fault, status, "page", NULL);
    json_t *failed = json_object_get(page->answer.head, "failed");
    if (failed != NULL) {
        fault_set(fault, status_from_name(text_of(failed, "status")), text_of(failed, "where"),
                  text_of(failed, "detail"));
        message_clear(&page->answer);
        return fault->code != STATUS_OK ? fault->code : fault_set(fault, STATUS_PROTOCOL, "page", NULL);
    }
    *answer = page->answer;
    page->answer = (struct message){0};
    return STATUS_OK;
}
