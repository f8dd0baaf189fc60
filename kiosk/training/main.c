/* guichet-registry: the training registry (fictitious drivers), and the making of one attestation from a record file.
 * It reads the command line and wires the parts; everything it serves is fictitious. */
#include "../memory.h"
#include "../message.h"
#include "../text.h"
#include "../uuid.h"
#include "issue.h"
#include "server.h"

#include "../state_folder.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_NO = 1, EXIT_USAGE = 2, EXIT_CANNOT_TELL = 3, RECORD_FILE_MAX = 1024 * 1024 };

static const char usage_text[] =
    "guichet-registry serve --state DOSSIER [--port N] [--channel FD] [--fault SPEC]\n"
    "guichet-registry issue --record FICHIER --type adcs|rii [--on DATE-HEURE]\n"
    "\n"
    "serve    le registre de formation, en HTTPS sur 127.0.0.1. Ses certificats et ceux du poste (DOSSIER/station) "
    "sont\n"
    "         créés au premier démarrage. Sans --channel, l'adresse est écrite sur la sortie standard.\n"
    "issue    délivre une attestation de formation d'après un dossier («\u00A0-\u00A0»\u00A0: entrée standard), en "
    "JSON.\n"
    "\n"
    "SPEC     fautes sur demande\u00A0: [MOT=]FAUTE[*N], séparées par des virgules. MOT est un morceau du chemin\n"
    "         («\u00A0lookup\u00A0»)\u00A0; N\u00A0: les N premières fois seulement. FAUTE\u00A0:\n"
    "           late:MS                répond après MS millisecondes\n"
    "           status:CODE[:SECONDES] 401, 404, 409, 422, 429 ou 503, avec Retry-After si SECONDES est donné\n"
    "           cut                    coupe au milieu du corps\n"
    "           reset                  ferme sans un mot, la demande faite\n"
    "           twice                  fait deux fois la demande, et répond à la seconde\n"
    "           oversized              un corps de 2 Mio\n"
    "           malformed              la moitié du JSON\n"
    "           wrong-neph             le dossier d'un autre\n"
    "           newer                  le dossier avec d'autres date et heure de données, sans ETag\n"
    "           content-type           text/html\n"
    "         Le fichier DOSSIER/registry/fault, s'il existe, remplace SPEC\u00A0; il est relu à chaque demande.\n";

struct arguments {
    const char *state, *port, *channel, *fault;
    const char *record, *type, *on;
};

static int usage(void) {
    fputs("guichet-registry\u00A0: arguments incorrects\u00A0; rien n'a été fait. Voir guichet-registry --help.\n",
          stderr);
    return EXIT_USAGE;
}

static int fail(int code, const char *act, enum status status, const struct fault *fault) {
    const char *detail = fault->detail[0] != '\0' ? fault->detail : status_name(status);
    fprintf(stderr, "guichet-registry\u00A0: %s\u00A0: %s%s%s.\n", act, fault->where,
            fault->where[0] != '\0' ? ", " : "", detail);
    return code;
}

/* --- Arguments --- */

static bool read_arguments(int count, char **words, struct arguments *arguments) {
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--state", &arguments->state},  {"--port", &arguments->port}, {"--channel", &arguments->channel},
                   {"--fault", &arguments->fault},  {"--type", &arguments->type}, {"--on", &arguments->on},
                   {"--record", &arguments->record}};
    for (int i = 0; i < count; i += 2) {
        bool known = false;
        for (size_t j = 0; j < sizeof options / sizeof options[0] && i + 1 < count; j++)
            if (strcmp(words[i], options[j].name) == 0) {
                *options[j].value = words[i + 1];
                known = true;
            }
        if (!known)
            return false;
    }
    return true;
}

/* A whole number within bounds; `none` when the text is NULL. */
static bool read_number(const char *text, int none, int max, int *number) {
    char *end = NULL;
    *number = none;
    if (text == NULL)
        return true;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 0 || value > max)
        return false;
    *number = (int)value;
    return true;
}

/* --- serve --- */

/* The folder, made when missing, as an absolute path. Others may enter it: what it holds is in two folders 0700. */
static enum status prepare_folder(const char *given, char folder[STATE_PATH_SIZE], struct fault *fault) {
    char here[STATE_PATH_SIZE];
    bool fits = given[0] == '/'
                    ? text_copy(folder, STATE_PATH_SIZE, given)
                    : getcwd(here, sizeof here) != NULL && text_format(folder, STATE_PATH_SIZE, "%s/%s", here, given);
    if (!fits)
        return fault_set(fault, STATUS_TOO_LONG, "state", NULL);
    enum status status = state_folder_make(folder, fault);
    return status == STATUS_DENIED ? STATUS_OK : status;
}

/* Tells who started us where we listen: a framed message on the channel, or one line. */
static enum status announce(int channel, int port) {
    if (channel < 0) {
        printf("https://localhost:%d\n", port);
        return fflush(stdout) == 0 ? STATUS_OK : STATUS_IO;
    }
    struct message message = {.head = json_pack("{s:i}", "listening", port)};
    enum status status = message_send(channel, &message);
    message_clear(&message);
    return status;
}

struct registry {
    struct certificates certificates;
    struct service service;
    struct server *server;
};

static enum status open_registry(struct registry *registry, const char *folder, struct server_options *options,
                                 struct fault *fault) {
    enum status status = certificates_open(folder, &registry->certificates, fault);
    if (status == STATUS_OK)
        status = service_open(folder, &registry->service, fault);
    if (status == STATUS_OK)
        status = server_open(&registry->service, &registry->certificates, options, &registry->server, fault);
    if (status == STATUS_OK && !text_format(registry->service.public_base, sizeof registry->service.public_base,
                                            "https://localhost:%d", server_port(registry->server)))
        status = STATUS_TOO_LONG;
    return status;
}

static int serve(const struct arguments *arguments) {
    int port = 0, channel = -1;
    char folder[STATE_PATH_SIZE], fault_file[STATE_PATH_SIZE];
    struct faults faults = {0};
    struct fault fault = {0};
    struct registry registry = {0};
    if (arguments->state == NULL || !read_number(arguments->port, 0, 65535, &port) ||
        !read_number(arguments->channel, -1, 1023, &channel) ||
        faults_parse(arguments->fault != NULL ? arguments->fault : "", &faults) != STATUS_OK)
        return usage();
    enum status status = prepare_folder(arguments->state, folder, &fault);
    if (status == STATUS_OK)
        status = state_folder_path(folder, "registry/fault", fault_file);
    struct server_options options = {.port = port, .faults = &faults, .fault_file = fault_file};
    if (status == STATUS_OK)
        status = open_registry(&registry, folder, &options, &fault);
    if (status == STATUS_OK)
        status = announce(channel, server_port(registry.server));
    if (status == STATUS_OK)
        status = server_run(registry.server, channel);
    server_close(registry.server);
    service_close(&registry.service);
    certificates_clear(&registry.certificates);
    return status == STATUS_OK ? EXIT_SUCCESS
                               : fail(EXIT_CANNOT_TELL, "le registre ne peut pas servir", status, &fault);
}

/* --- issue --- */

/* The whole of a file ("-": standard input); memory_free. NULL when it cannot be read. */
static char *read_record_file(const char *path, size_t *size) {
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    char *bytes = memory_alloc(RECORD_FILE_MAX);
    ssize_t got = fd >= 0 ? 1 : -1;
    *size = 0;
    while (got > 0 && *size < RECORD_FILE_MAX) {
        got = read(fd, bytes + *size, RECORD_FILE_MAX - *size);
        *size += got > 0 ? (size_t)got : 0;
    }
    if (fd > STDIN_FILENO)
        close(fd);
    if (got == 0)
        return bytes;
    memory_free(bytes);
    return NULL;
}

static enum status read_record(const char *path, struct record **record, struct fault *fault) {
    size_t size = 0;
    char *bytes = read_record_file(path, &size);
    if (bytes == NULL)
        return fault_set(fault, STATUS_IO, "", "fichier absent, illisible ou trop long");
    enum status status = record_parse(bytes, size, record, fault);
    memory_free(bytes);
    return status;
}

static enum status print_attestation(const struct registry_attestation *attestation, struct fault *fault) {
    json_t *json = issue_to_json(attestation);
    int result = json_dumpf(json, stdout, JSON_INDENT(2));
    json_decref(json);
    return result == 0 && putchar('\n') != EOF && fflush(stdout) == 0
               ? STATUS_OK
               : fault_set(fault, STATUS_IO, "", "la sortie ne peut pas être écrite");
}

static int issue_for(const struct record *record, bool is_adcs) {
    char request_id[37];
    const char *reason = NULL;
    struct fault fault = {0};
    struct registry_attestation attestation = {0};
    uuid_make(request_id);
    struct issue_order order = {.record = record,
                                .is_adcs = is_adcs,
                                .request_id = request_id,
                                .public_base = "https://localhost",
                                .now = clock_now()};
    const struct problem *problem = issue_refusal(record, is_adcs, &reason);
    if (problem != NULL) {
        fprintf(stderr, "guichet-registry\u00A0: %s\u00A0: %s\n", problem->title, reason);
        return EXIT_NO;
    }
    enum status status = issue_count_pages(&order, &order.pages, &fault);
    if (status == STATUS_OK)
        status = issue_attestation(&order, &attestation);
    if (status == STATUS_OK)
        status = print_attestation(&attestation, &fault);
    registry_attestation_clear(&attestation);
    return status == STATUS_OK ? EXIT_SUCCESS : fail(EXIT_CANNOT_TELL, "attestation non délivrée", status, &fault);
}

static int issue(const struct arguments *arguments) {
    struct record *record = NULL;
    struct fault fault = {0};
    bool is_adcs = arguments->type != NULL && strcmp(arguments->type, "adcs") == 0;
    if (arguments->type == NULL || (!is_adcs && strcmp(arguments->type, "rii") != 0) ||
        (arguments->on != NULL && clock_freeze(arguments->on) != STATUS_OK))
        return usage();
    enum status status = read_record(arguments->record != NULL ? arguments->record : "-", &record, &fault);
    if (status != STATUS_OK)
        return fail(EXIT_USAGE, "dossier illisible", status, &fault);
    int result = issue_for(record, is_adcs);
    record_free(record);
    return result;
}

int main(int argc, char **argv) {
    struct arguments arguments = {0};
    const char *frozen = getenv("GUICHET_CLOCK");
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    clock_init("Europe/Paris");
    if (sodium_init() < 0 || (frozen != NULL && clock_freeze(frozen) != STATUS_OK))
        return usage();
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(usage_text, stdout) < 0;
    if (argc < 2 || !read_arguments(argc - 2, argv + 2, &arguments))
        return usage();
    if (strcmp(argv[1], "serve") == 0)
        return serve(&arguments);
    return strcmp(argv[1], "issue") == 0 ? issue(&arguments) : usage();
}
