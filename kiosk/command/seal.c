/* guichet seal: a 2D-Doc in, as text or in a page or a picture; its fields in words and a verdict out. It must not
 * decode a picture itself: strangers' files go to the page worker. */
#include "../date.h"
#include "../memory.h"
#include "../seal_words.h"
#include "common.h"
#include "input.h"
#include "page.h"
#include "seal_answer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct order {
    const char *file;  /* NULL: standard input */
    const char *trust; /* --trust, or NULL */
    bool allow_test, json;
};

struct reader {
    const struct order *order;
    struct trust *trust;
    size_t count; /* of codes read */
    int worst;    /* exit status */
};

static bool read_order(int argc, char **argv, struct order *order) {
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            order->json = true;
        else if (strcmp(argv[i], "--allow-test-issuer") == 0)
            order->allow_test = true;
        else if (strcmp(argv[i], "--trust") == 0 && i + 1 < argc && order->trust == NULL)
            order->trust = argv[++i];
        else if (order->file == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
            order->file = argv[i];
        else
            return false;
    }
    return true;
}

static int refuse(int exit_status, const char *happened, const char *to_do) {
    fprintf(stderr, "guichet seal\u00A0: %s. Aucun 2D-Doc n'a été vérifié. %s\n", happened, to_do);
    return exit_status;
}

/* --- One code --- */

static int exit_of(enum trust_verdict verdict) {
    switch (verdict) {
    case TRUST_VALID:
        return COMMAND_DONE;
    case TRUST_MALFORMED:
        return COMMAND_USAGE;
    case TRUST_UNSUPPORTED:
    case TRUST_UNKNOWN_ISSUER:
        return COMMAND_CANNOT_TELL;
    default:
        return COMMAND_NO;
    }
}

/* Of several codes the exit status is that of the worst: one that is wrong, then one that cannot be read, then one of
 * which nothing can be told. */
static int worse_of(int a, int b) {
    if (a == COMMAND_DONE || b == COMMAND_DONE)
        return a == COMMAND_DONE ? b : a;
    return a < b ? a : b;
}

static void judge(struct reader *reader, const char *text, size_t length) {
    struct seal *seal = memory_alloc(sizeof *seal);
    struct trust_judgement judgement;
    trust_judge(reader->trust, text, length, seal, &judgement);
    if (reader->order->json) {
        json_t *answer = seal_answer_json(seal, &judgement, clock_today());
        if (answer == NULL || json_dumpf(answer, stdout, JSON_COMPACT) != 0)
            reader->worst = COMMAND_CANNOT_TELL;
        json_decref(answer);
        putchar('\n');
    } else {
        if (reader->count > 0)
            puts("\n—\n");
        seal_answer_text(seal, &judgement, clock_today());
    }
    reader->count++;
    reader->worst = worse_of(reader->worst, exit_of(judgement.verdict));
    memory_free(seal);
}

static void judge_text(struct reader *reader, const char *bytes, size_t size) {
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    if (seal_from_typed(bytes, size, NULL, text, &length) == STATUS_OK)
        judge(reader, text, length);
    else
        judge(reader, bytes, size); /* too long to be one: said as such */
    memory_wipe(text, sizeof text);
}

/* --- A page or a picture --- */

static bool is_picture(const char *bytes, size_t size) {
    static const struct {
        const char *start;
        size_t size;
    } kinds[] = {{"%PDF-", 5}, {"\x89PNG\r\n\x1A\n", 8}, {"\xFF\xD8\xFF", 3}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (size >= kinds[i].size && memcmp(bytes, kinds[i].start, kinds[i].size) == 0)
            return true;
    return false;
}

static enum status find_codes(const char *bytes, size_t size, struct message *answer, struct fault *fault) {
    struct command_page *page = NULL;
    struct message settings = {.head = json_pack("{s:{s:s, s:s}}", "configure", "printer_ca", "", "prefecture", "-")};
    struct message request = {.head = json_pack("{s:b}", "find", 1), .body_size = size};
    request.body = memory_alloc(size);
    memcpy(request.body, bytes, size);
    enum status status = command_page_open(&page, fault);
    if (status == STATUS_OK)
        status = command_page_tell(page, &settings, fault);
    if (status == STATUS_OK)
        status = command_page_ask(page, &request, answer, fault);
    message_clear(&settings);
    message_clear(&request);
    command_page_close(page);
    return status;
}

static int refuse_picture(const struct fault *fault) {
    switch (fault->code) {
    case STATUS_NOT_FOUND:
        return refuse(COMMAND_USAGE, "le fichier ne montre pas de 2D-Doc lisible",
                      "Numérisez-le à 300 points par pouce, bien à plat, puis recommencez.");
    case STATUS_MALFORMED:
    case STATUS_UNSUPPORTED:
    case STATUS_TOO_LARGE:
    case STATUS_TOO_LONG:
        return refuse(COMMAND_USAGE, "le fichier est abîmé, trop grand ou protégé",
                      "Donnez un PDF, un PNG ou un JPEG qui s'ouvre ailleurs.");
    case STATUS_WORKER_LOST:
    case STATUS_TIMEOUT:
        return refuse(COMMAND_CANNOT_TELL, "la lecture de l'image n'a pas abouti",
                      "Donnez une image plus petite, ou le texte du code.");
    default:
        return command_fail(fault);
    }
}

static int judge_picture(struct reader *reader, const char *bytes, size_t size) {
    struct message answer = {0};
    struct fault fault = {0};
    if (find_codes(bytes, size, &answer, &fault) != STATUS_OK)
        return refuse_picture(&fault);
    size_t index;
    json_t *text;
    json_array_foreach(json_object_get(answer.head, "found"), index, text)
        judge(reader, json_string_value(text), json_string_length(text));
    message_clear(&answer);
    return reader->worst;
}

/* --- The command --- */

static int refuse_trust(const struct order *order, const struct fault *fault) {
    if (order->trust == NULL)
        return command_fail(fault);
    return refuse(COMMAND_USAGE, "le dossier des certificats ne peut pas être lu",
                  "Vérifiez le nom donné à «\u00A0--trust\u00A0».");
}

int command_seal(int argc, char **argv) {
    struct order order = {0};
    struct fault fault = {0};
    size_t size = 0;
    if (!read_order(argc, argv, &order))
        return command_usage("seal");
    char *bytes = input_read(order.file, MESSAGE_BODY_MAX, &size);
    if (bytes == NULL)
        return refuse(COMMAND_USAGE, input_why(errno), "Vérifiez le nom et les droits du fichier, puis recommencez.");
    struct reader reader = {.order = &order};
    int exit_status;
    if (command_open_trust(order.trust, order.allow_test, &reader.trust, &fault) != STATUS_OK) {
        exit_status = refuse_trust(&order, &fault);
    } else if (is_picture(bytes, size)) {
        exit_status = judge_picture(&reader, bytes, size);
    } else {
        judge_text(&reader, bytes, size);
        exit_status = reader.worst;
    }
    trust_close(reader.trust);
    memory_free(bytes);
    return command_flush(exit_status);
}
