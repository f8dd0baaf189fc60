/* guichet points: a record, or a case of the law of points, in; balance and calendar out. It must not open a station,
 * nor say on standard error anything of the input but names of members and unknown types of events. */
#include "../points.h"
#include "../date.h"
#include "../memory.h"
#include "../record.h"
#include "../text.h"
#include "common.h"
#include "input.h"
#include "points_answer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { INPUT_MAX = 1 << 20 }; /* as of an answer of the registry */

struct order {
    const char *file; /* NULL: standard input */
    const char *on;   /* --on as typed, or NULL */
    struct date day;  /* of it */
    bool json, lines;
};

struct input {
    FILE *file;
    char *bytes;
    size_t size, line; /* of what was read last; its number */
    bool too_long;
};

struct answer {
    struct record *record;
    struct points *points; /* points into the record */
};

/* --- What was typed --- */

static bool read_order(int argc, char **argv, struct order *order) {
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            order->json = true;
        else if (strcmp(argv[i], "--lines") == 0)
            order->json = order->lines = true;
        else if (strcmp(argv[i], "--on") == 0 && i + 1 < argc && order->on == NULL)
            order->on = argv[++i];
        else if (order->file == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
            order->file = argv[i];
        else
            return false;
    }
    if (order->file != NULL && strcmp(order->file, "-") == 0)
        order->file = NULL;
    return true;
}

/* --- What is read --- */

static int fail_to_read(int error) {
    fprintf(stderr,
            "guichet points\u00A0: %s. Le calcul n'a pas été fait. Vérifiez le nom et les droits du fichier, puis "
            "recommencez.\n",
            input_why(error));
    return COMMAND_USAGE;
}

/* The bytes up to `end` or to the end of the file; false when there is none left. */
static bool read_until(struct input *input, int end) {
    int byte;
    input->size = 0;
    input->too_long = false;
    input->line++;
    while ((byte = getc_unlocked(input->file)) != EOF && byte != end) {
        if (input->size < INPUT_MAX)
            input->bytes[input->size++] = (char)byte;
        else
            input->too_long = true;
        if (input->too_long && end == EOF) /* it is refused, and may never end */
            break;
    }
    return !ferror(input->file) && (byte != EOF || input->size > 0);
}

static enum status refuse(struct fault *fault, const char *member, const char *reason) {
    fault_set(fault, STATUS_MALFORMED, member, reason);
    return STATUS_MALFORMED;
}

/* The day of the question, and what named it: --on, the input's `as_of`, else today. */
static enum status choose_day(const struct order *order, const json_t *document, struct date *day, const char **named,
                              struct fault *fault) {
    const json_t *as_of = json_object_get(document, "as_of");
    *named = order->on != NULL ? "--on" : "as_of";
    *day = order->day;
    if (order->on != NULL)
        return STATUS_OK;
    if (as_of != NULL && !json_is_null(as_of)) {
        const char *text = json_string_value(as_of);
        bool is_date = text != NULL && date_parse(text, day) == STATUS_OK;
        return is_date ? STATUS_OK : refuse(fault, *named, "date attendue AAAA-MM-JJ");
    }
    *named = "profile.licence_date";
    *day = clock_today();
    return STATUS_OK;
}

/* What of the document is not in the record of record_parse_points_input(): its day, and whether points apply. */
static enum status read_question(const struct order *order, const struct input *input, struct date *day,
                                 const char **named, struct fault *fault) {
    json_t *document = json_loadb(input->bytes, input->size, JSON_REJECT_DUPLICATES, NULL);
    enum status status = choose_day(order, document, day, named, fault);
    if (status == STATUS_OK && json_is_null(json_object_get(document, "points")))
        status = fault_set(fault, STATUS_UNSUPPORTED, "points", "sans objet");
    json_decref(document);
    return status;
}

static enum status compute(const struct order *order, const struct input *input, struct answer *answer,
                           struct fault *fault) {
    struct date day;
    const char *named = NULL;
    if (input->too_long)
        return refuse(fault, "json", "entrée de plus de 1 Mio");
    enum status status = record_parse_points_input(input->bytes, input->size, &answer->record, fault);
    if (status != STATUS_OK && fault->where[0] == '\0')
        text_copy(fault->where, sizeof fault->where, "json"); /* no member to name */
    if (status != STATUS_OK)
        return status;
    status = read_question(order, input, &day, &named, fault);
    if (status != STATUS_OK)
        return status;
    const struct record *record = answer->record;
    if (points_compute(&record->profile, record->events, record->event_count, day, &answer->points) != STATUS_OK)
        return refuse(fault, named, "aucun permis n'était obtenu à cette date");
    return STATUS_OK;
}

/* --- What is answered --- */

static bool is_told_before(const struct record *record, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (record->events[i].type == RECORD_UNKNOWN_EVENT &&
            strcmp(record->events[i].type_name, record->events[index].type_name) == 0)
            return true;
    return false;
}

/* A type that we do not know changes nothing, and is not passed over in silence. */
static void tell_unknown(const struct order *order, const struct input *input, const struct record *record) {
    for (size_t i = 0; i < record->event_count; i++) {
        if (record->events[i].type != RECORD_UNKNOWN_EVENT || is_told_before(record, i))
            continue;
        fputs("guichet points\u00A0: ", stderr);
        if (order->lines)
            fprintf(stderr, "ligne %zu, ", input->line);
        fprintf(stderr, "type d'événement inconnu «\u00A0%s\u00A0»\u00A0: il ne change rien au calcul.\n",
                record->events[i].type_name);
    }
}

static int tell_refusal(const struct fault *fault) {
    if (fault->code == STATUS_UNSUPPORTED) {
        fputs("guichet points\u00A0: points sans objet (le membre «\u00A0points\u00A0» est nul)\u00A0; calcul non "
              "disponible. Rien n'a été calculé. Ne donnez aucun solde.\n",
              stderr);
        return COMMAND_CANNOT_TELL;
    }
    fprintf(stderr,
            "guichet points\u00A0: «\u00A0%s\u00A0» est refusé\u00A0: %s. Le calcul n'a pas été fait. Corrigez, puis "
            "recommencez.\n",
            fault->where, fault->detail);
    return COMMAND_USAGE;
}

static int tell_unwritten(void) {
    fputs("guichet points\u00A0: la réponse n'a pas pu être écrite en entier. Elle ne vaut rien. Vérifiez la place sur "
          "le disque, ou le programme qui lit la réponse, puis recommencez.\n",
          stderr);
    return COMMAND_CANNOT_TELL;
}

static bool write_json(json_t *value) {
    bool written = value != NULL && json_dumpf(value, stdout, JSON_COMPACT) == 0 && putchar('\n') != EOF;
    json_decref(value);
    return written && command_flush(COMMAND_DONE) == COMMAND_DONE;
}

static void clear(struct answer *answer) {
    points_free(answer->points);
    record_free(answer->record);
    *answer = (struct answer){0};
}

static int answer_once(const struct order *order, struct input *input) {
    struct answer answer = {0};
    struct fault fault = {0};
    bool written = true;
    (void)read_until(input, EOF); /* an empty input is refused like any other that is not JSON */
    if (ferror(input->file))
        return fail_to_read(errno);
    bool computed = compute(order, input, &answer, &fault) == STATUS_OK;
    if (computed) {
        tell_unknown(order, input, answer.record);
        if (order->json)
            written = write_json(points_answer_json(answer.points));
        else
            points_answer_text(answer.points);
        written = written && command_flush(COMMAND_DONE) == COMMAND_DONE;
    }
    clear(&answer);
    if (!computed)
        return tell_refusal(&fault);
    return written ? COMMAND_DONE : tell_unwritten();
}

/* --- One answer a line --- */

struct count {
    size_t refused, without_points;
};

static bool answer_line(const struct order *order, const struct input *input, struct count *count) {
    struct answer answer = {0};
    struct fault fault = {0};
    bool written;
    if (compute(order, input, &answer, &fault) == STATUS_OK) {
        tell_unknown(order, input, answer.record);
        written = write_json(points_answer_json(answer.points));
    } else {
        *(fault.code == STATUS_UNSUPPORTED ? &count->without_points : &count->refused) += 1;
        written = write_json(json_pack("{s:s}", "error", fault.where));
    }
    clear(&answer);
    return written;
}

static int tell_count(const struct count *count) {
    if (count->refused > 0)
        fprintf(
            stderr,
            "guichet points\u00A0: lignes refusées\u00A0: %zu. Elles n'ont pas été calculées, les autres l'ont été. "
            "Corrigez le membre que nomme «\u00A0error\u00A0», puis recommencez.\n",
            count->refused);
    if (count->without_points > 0)
        fprintf(stderr,
                "guichet points\u00A0: lignes sans objet (le membre «\u00A0points\u00A0» est nul)\u00A0: %zu.\n",
                count->without_points);
    return count->refused > 0 ? COMMAND_USAGE : count->without_points > 0 ? COMMAND_CANNOT_TELL : COMMAND_DONE;
}

static int answer_lines(const struct order *order, struct input *input) {
    struct count count = {0};
    while (read_until(input, '\n'))
        if (!answer_line(order, input, &count))
            return tell_unwritten();
    return ferror(input->file) ? fail_to_read(errno) : tell_count(&count);
}

int command_points(int argc, char **argv) {
    struct order order = {0};
    struct input input = {.file = stdin};
    if (!read_order(argc, argv, &order))
        return command_usage("points");
    if (order.on != NULL && date_parse(order.on, &order.day) != STATUS_OK)
        return tell_refusal(&(struct fault){STATUS_MALFORMED, "--on", "date attendue AAAA-MM-JJ"});
    if (order.file != NULL)
        input.file = fopen(order.file, "re");
    if (input.file == NULL)
        return fail_to_read(errno);
    clock_init(NULL);
    input.bytes = memory_alloc(INPUT_MAX);
    int exit_status = order.lines ? answer_lines(&order, &input) : answer_once(&order, &input);
    memory_free(input.bytes);
    if (input.file != stdin)
        fclose(input.file);
    return exit_status;
}
