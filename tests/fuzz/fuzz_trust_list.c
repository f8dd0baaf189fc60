/* The trust worker under libFuzzer: any bytes as an official list, through the worker's own loop (where the signature
 * stops nearly all of them), and the same bytes read as if they had been signed. */
#include "../../kiosk/memory.h"
#include "../../kiosk/message.h"
#include "../../kiosk/trust_import.h"
#include "../../kiosk/workers/trust.h"
#include "../../kiosk/workers/worker_main.h"
#include "fuzz.h"

#include <libxml/parser.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

static int channel;
static char signer[4096];

static void *serve(void *fd) {
    worker_run(*(const int *)fd);
    return NULL;
}

static void read_signer(void) {
    FILE *file = fopen("tests/fuzz/trust_list/signer.pem", "r");
    FUZZ_HOLDS(file != NULL && fread(signer, 1, sizeof signer - 1, file) > 0);
    fclose(file);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    static int ends[2];
    pthread_t worker;
    (void)count, (void)arguments;
    memory_install();
    read_signer();
    FUZZ_HOLDS(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    FUZZ_HOLDS(pthread_create(&worker, NULL, serve, &ends[1]) == 0);
    channel = ends[0];
    return 0;
}

/* What an import does with the certificates of a list. */
static void import(const struct message *answer) {
    struct trust_bundle bundle = {0};
    if (trust_import_read(answer->body, answer->body_size, &bundle) != STATUS_OK)
        return;
    FUZZ_HOLDS(bundle.certificates > 0 || bundle.lists > 0);
    memory_free(bundle.pem);
}

static void ask_worker(const uint8_t *bytes, size_t size) {
    struct message request = {.head = json_pack("{s:s}", "signer", signer)}, answer;
    request.body = memory_alloc(size + 1);
    request.body_size = size;
    memcpy(request.body, bytes, size);
    FUZZ_HOLDS(request.head != NULL && message_send(channel, &request) == STATUS_OK);
    FUZZ_HOLDS(message_receive(channel, &answer) == STATUS_OK);
    if (json_object_get(answer.head, "failed") == NULL)
        import(&answer);
    message_clear(&request);
    message_clear(&answer);
}

static void read_as_signed(const uint8_t *bytes, size_t size) {
    struct message answer = {0};
    struct fault fault = {0};
    if (memmem(bytes, size, "<!DOCTYPE", 9) != NULL) /* the worker stops there */
        return;
    xmlDoc *list = xmlReadMemory((const char *)bytes, (int)size, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (list != NULL && xmlDocGetRootElement(list) != NULL && trust_read_list(list, &answer, &fault) == STATUS_OK) {
        import(&answer);
        message_clear(&answer);
    }
    xmlFreeDoc(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    ask_worker(bytes, size);
    read_as_signed(bytes, size);
    return 0;
}
