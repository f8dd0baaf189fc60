/* Faults on demand. They must not do anything unless asked for on the command line or in the state folder. */
#include "faults.h"
#include "../memory.h"
#include "../text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OVERSIZED_BYTES = 2 * 1024 * 1024 };

static const struct {
    const char *name;
    enum fault_kind kind;
} kinds[] = {
    {"late", FAULT_LATE},
    {"status", FAULT_STATUS},
    {"cut", FAULT_CUT},
    {"reset", FAULT_RESET},
    {"twice", FAULT_TWICE},
    {"oversized", FAULT_OVERSIZED},
    {"malformed", FAULT_MALFORMED},
    {"wrong-neph", FAULT_WRONG_NEPH},
    {"newer", FAULT_NEWER},
    {"changed", FAULT_CHANGED},
    {"content-type", FAULT_CONTENT_TYPE},
};

static const struct problem *const problems[] = {&problem_unauthorized,      &problem_driver_not_found,
                                                 &problem_record_changed,    &problem_too_many_matches,
                                                 &problem_too_many_requests, &problem_unavailable};

/* --- Reading --- */

static bool read_number(const char *text, int *number) {
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 0 || value > 1000000)
        return false;
    *number = (int)value;
    return true;
}

static const struct problem *problem_of(int status) {
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
        if (problems[i]->status == status)
            return problems[i];
    return NULL;
}

/* "late:5000", "status:503:2", "cut": the arguments that each kind takes, and no others. */
static bool read_kind(char *text, struct planned_fault *fault) {
    char *rest = text;
    const char *name = strsep(&rest, ":");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            fault->kind = kinds[i].kind;
    const char *number = strsep(&rest, ":"), *retry_after = strsep(&rest, ":");
    bool has_number = fault->kind == FAULT_LATE || fault->kind == FAULT_STATUS;
    if (fault->kind == FAULT_NONE || rest != NULL || has_number != (number != NULL) ||
        (retry_after != NULL && fault->kind != FAULT_STATUS))
        return false;
    if ((number != NULL && !read_number(number, &fault->number)) ||
        (retry_after != NULL && !read_number(retry_after, &fault->retry_after_seconds)))
        return false;
    return fault->kind != FAULT_STATUS || problem_of(fault->number) != NULL;
}

static bool read_fault(char *text, struct planned_fault *fault) {
    *fault = (struct planned_fault){.retry_after_seconds = -1, .left = -1};
    char *rest = text, *kind = text;
    if (strchr(text, '=') != NULL) {
        const char *word = strsep(&rest, "=");
        kind = rest;
        if (word[0] == '\0' || !text_copy(fault->word, sizeof fault->word, word))
            return false;
    }
    char *count = strchr(kind, '*');
    if (count != NULL) {
        *count++ = '\0';
        if (!read_number(count, &fault->left))
            return false;
    }
    return read_kind(kind, fault);
}

enum status faults_parse(const char *text, struct faults *faults) {
    char copy[FAULTS_TEXT_MAX], *rest = copy;
    struct faults parsed = {0};
    if (!text_copy(copy, sizeof copy, text))
        return STATUS_MALFORMED;
    copy[strcspn(copy, "\r\n")] = '\0';
    while (rest != NULL && *rest != '\0') {
        char *one = strsep(&rest, ",");
        if (parsed.count == FAULTS_MAX || !read_fault(one, &parsed.items[parsed.count++]))
            return STATUS_MALFORMED;
    }
    *faults = parsed;
    return STATUS_OK;
}

/* --- Doing --- */

struct planned_fault faults_take(struct faults *faults, const char *path) {
    for (size_t i = 0; i < faults->count; i++) {
        struct planned_fault *fault = &faults->items[i];
        if (fault->left == 0 || strstr(path, fault->word) == NULL)
            continue;
        if (fault->left > 0)
            fault->left--;
        return *fault;
    }
    return (struct planned_fault){0};
}

static void make_oversized(struct answer *answer) {
    static const char head[] = "{\"padding\": \"", tail[] = "\"}";
    char *body = memory_alloc(OVERSIZED_BYTES);
    memset(body, 'x', OVERSIZED_BYTES);
    memcpy(body, head, sizeof head - 1);
    memcpy(body + OVERSIZED_BYTES - (sizeof tail - 1), tail, sizeof tail - 1);
    answer_text(answer, 200, ANSWER_JSON, body, OVERSIZED_BYTES);
    memory_free(body);
}

static void replace_member(struct answer *answer, const char *member, const char *value) {
    json_t *record = answer->body != NULL ? json_loadb(answer->body, answer->size, 0, NULL) : NULL;
    if (json_object_get(record, member) != NULL) {
        json_object_set_new(record, member, json_string(value));
        answer_json(answer, answer->status, json_incref(record));
    }
    json_decref(record);
}

/* What a definitive offence does to a record, but for the version: the registry's own stays what it is. */
static void make_changed(struct answer *answer) {
    json_t *record = answer->body != NULL ? json_loadb(answer->body, answer->size, 0, NULL) : NULL;
    json_t *points = json_object_get(record, "points");
    json_int_t balance = json_integer_value(json_object_get(points, "balance"));
    if (json_is_object(points) && balance > 0)
        json_object_set_new(points, "balance", json_integer(balance - 1));
    json_array_append_new(json_object_get(record, "events"),
                          json_pack("{s:s, s:s, s:s}", "type", "letter", "code", "48", "date", "2026-11-24"));
    if (record != NULL)
        answer_json(answer, answer->status, json_incref(record));
    answer->etag[0] = '\0';
    json_decref(record);
}

void faults_apply(const struct planned_fault *fault, struct answer *answer) {
    switch (fault->kind) {
    case FAULT_STATUS:
        answer_clear(answer);
        answer_problem(answer, problem_of(fault->number), NULL, NULL);
        answer->retry_after_seconds = fault->retry_after_seconds;
        break;
    case FAULT_OVERSIZED:
        make_oversized(answer);
        break;
    case FAULT_MALFORMED:
        answer->size /= 2;
        break;
    case FAULT_WRONG_NEPH:
        replace_member(answer, "neph", "000000000000");
        break;
    case FAULT_CHANGED:
        make_changed(answer);
        break;
    case FAULT_NEWER:
        replace_member(answer, "data_as_of", "2040-01-01T00:00:00+01:00");
        answer->etag[0] = '\0';
        break;
    case FAULT_CONTENT_TYPE:
        answer->content_type = ANSWER_HTML;
        break;
    case FAULT_NONE:
    case FAULT_LATE:
    case FAULT_CUT:
    case FAULT_RESET:
    case FAULT_TWICE:
        break; /* the server's business */
    }
}
