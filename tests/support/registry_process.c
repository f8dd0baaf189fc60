/* Starts, stops and calls the training registry for tests. It knows the contract's transport, not its contents. */
#include "registry_process.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_DEADLINE_MS = 20000, CALL_DEADLINE_SECONDS = 20, PATH_SIZE = 256 };

/* --- The process --- */

static void execute(const struct registry_process *registry, int out) {
    char log[PATH_SIZE];
    char *program = place_in_build("guichet-registry");
    snprintf(log, sizeof log, "%s/log", registry->state);
    int error = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(error, STDERR_FILENO);
    if (registry->clock != NULL)
        setenv("GUICHET_CLOCK", registry->clock, 1);
    execl(program, program, "serve", "--state", registry->state, registry->fault != NULL ? "--fault" : NULL,
          registry->fault, NULL);
    _exit(127);
}

static void read_line(int fd, char *line, size_t size) {
    size_t length = 0;
    struct pollfd watched = {.fd = fd, .events = POLLIN};
    while (length + 1 < size) {
        assert_int_equal(poll(&watched, 1, START_DEADLINE_MS), 1);
        assert_int_equal(read(fd, line + length, 1), 1);
        if (line[length] == '\n')
            break;
        length++;
    }
    line[length] = '\0';
}

void registry_process_start(struct registry_process *registry) {
    int out[2];
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    registry->pid = fork();
    assert_true(registry->pid >= 0);
    if (registry->pid == 0)
        execute(registry, out[1]);
    close(out[1]);
    read_line(out[0], registry->url, sizeof registry->url);
    close(out[0]);
    assert_memory_equal(registry->url, "https://localhost:", 18);
}

int registry_process_stop(struct registry_process *registry, int signal_number) {
    int status = 0;
    assert_int_equal(kill(registry->pid, signal_number), 0);
    assert_int_equal(waitpid(registry->pid, &status, 0), registry->pid);
    registry->pid = 0;
    return status;
}

void registry_process_set_fault(const struct registry_process *registry, const char *specification) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/registry/fault", registry->state);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(specification, file);
    assert_int_equal(fclose(file), 0);
}

/* --- Calls --- */

static size_t take_body(char *bytes, size_t one, size_t count, void *context) {
    (void)one;
    struct registry_reply *reply = context;
    char *grown = realloc(reply->body, reply->size + count + 1);
    if (grown == NULL)
        return 0;
    reply->body = grown;
    memcpy(reply->body + reply->size, bytes, count);
    reply->size += count;
    reply->body[reply->size] = '\0';
    return count;
}

static void take_value(const char *line, size_t length, const char *name, char *value, size_t size) {
    size_t start = strlen(name);
    if (length <= start || strncasecmp(line, name, start) != 0)
        return;
    while (start < length && line[start] == ' ')
        start++;
    snprintf(value, size, "%.*s", (int)strcspn(line + start, "\r\n"), line + start);
}

static size_t take_header(char *line, size_t one, size_t count, void *context) {
    (void)one;
    struct registry_reply *reply = context;
    take_value(line, count, "etag:", reply->etag, sizeof reply->etag);
    take_value(line, count, "content-type:", reply->content_type, sizeof reply->content_type);
    take_value(line, count, "retry-after:", reply->retry_after, sizeof reply->retry_after);
    return count;
}

static void set_certificates(CURL *curl, const struct registry_process *registry, const struct registry_call *call) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/station/ca.pem", registry->state);
    curl_easy_setopt(curl, CURLOPT_CAINFO, call->ca != NULL ? call->ca : path);
    snprintf(path, sizeof path, "%s/station/station.pem", registry->state);
    const char *certificate = call->certificate != NULL ? call->certificate : path;
    curl_easy_setopt(curl, CURLOPT_SSLCERT, certificate[0] != '\0' ? certificate : NULL);
    snprintf(path, sizeof path, "%s/station/station.key", registry->state);
    curl_easy_setopt(curl, CURLOPT_SSLKEY, call->key != NULL ? call->key : path);
    /* Old versions must be refused by the registry, not left out by our own library. */
    curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1 | call->tls_max);
}

static struct curl_slist *make_headers(const struct registry_call *call) {
    char line[256];
    const char *content_type = call->content_type != NULL ? call->content_type : "application/json";
    struct curl_slist *headers = curl_slist_append(NULL, "Request-Id: 5f0c1c9e-2f5d-4c61-9d0a-0d3b5f6a7b8c");
    snprintf(line, sizeof line, "Content-Type: %s", call->body != NULL ? content_type : "");
    headers = curl_slist_append(headers, line);
    headers = curl_slist_append(headers, "Expect:");
    snprintf(line, sizeof line, "If-None-Match: %s", call->if_none_match != NULL ? call->if_none_match : "");
    return curl_slist_append(headers, line);
}

struct registry_reply registry_process_call(const struct registry_process *registry, const struct registry_call *call,
                                            void *curl) {
    struct registry_reply reply = {0};
    char url[PATH_SIZE];
    CURL *handle = curl != NULL ? curl : curl_easy_init();
    struct curl_slist *headers = make_headers(call);
    snprintf(url, sizeof url, "%s%s", registry->url, call->path);
    curl_easy_reset(handle);
    set_certificates(handle, registry, call);
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)CALL_DEADLINE_SECONDS);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (call->body != NULL)
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call->body);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reply);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &reply);
    reply.curl_code = (int)curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply.status);
    curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &reply.connections);
    curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME, &reply.seconds);
    curl_slist_free_all(headers);
    if (curl == NULL)
        curl_easy_cleanup(handle);
    return reply;
}

void registry_reply_clear(struct registry_reply *reply) {
    free(reply->body);
    *reply = (struct registry_reply){0};
}
