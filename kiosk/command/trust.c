/* guichet trust: fills the folder of certificates that 2D-Docs are judged with, and shows it. It must not parse a trust
 * list itself: that is the trust worker's, and without its word nothing is written. */
#include "../memory.h"
#include "../resource.h"
#include "../text.h"
#include "../trust_import.h"
#include "common.h"
#include "input.h"
#include "page.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SIGNER_MAX = 32 * 1024 };

struct import {
    const struct config *config;
    char folder[sizeof((struct config *)0)->trust_folder + 8];
    bool json;
    char *bytes; /* of the file */
    size_t size;
    struct fault fault;
};

/* --- Refusals --- */

static int refuse(int exit_status, const char *happened, const char *to_do) {
    fprintf(stderr, "guichet trust\u00A0: %s Rien n'a été importé\u00A0; les certificats d'avant sont gardés. %s\n",
            happened, to_do);
    return exit_status;
}

static int refuse_forged(const struct fault *fault) {
    const char *again = "Téléchargez-la de nouveau depuis le site officiel\u00A0; sinon prévenez le responsable.";
    if (strcmp(fault->where, "reference") == 0)
        return refuse(COMMAND_NO, "La signature ne couvre pas toute la liste.", again);
    if (strcmp(fault->detail, "absent") == 0)
        return refuse(COMMAND_NO, "La liste n'est pas signée.", again);
    return refuse(COMMAND_NO, "La liste a été altérée, ou n'est pas signée par le signataire attendu.", again);
}

static int refuse_malformed(const struct fault *fault) {
    const char *check = "Vérifiez le fichier.";
    if (strcmp(fault->where, "doctype") == 0)
        return refuse(COMMAND_USAGE, "La liste porte une déclaration DOCTYPE, qu'aucune liste officielle ne porte.",
                      check);
    if (strcmp(fault->where, "X509Certificate") == 0)
        return refuse(COMMAND_USAGE, "Un certificat de la liste est illisible.", check);
    if (fault->where[0] != '\0')
        return refuse(COMMAND_USAGE, "Ce n'est pas une liste de confiance complète (XML, ETSI TS 119 612).", check);
    return refuse(COMMAND_USAGE, "Le fichier ne contient ni certificat, ni liste de confiance.", check);
}

static int refuse_fault(const struct fault *fault) {
    switch (fault->code) {
    case STATUS_FORGED:
        return refuse_forged(fault);
    case STATUS_MALFORMED:
        return refuse_malformed(fault);
    case STATUS_NOT_FOUND:
        return refuse(COMMAND_NO, "La liste ne contient aucun certificat d'un service en règle.",
                      "Téléchargez la dernière liste.");
    case STATUS_TOO_SOON:
        return refuse(COMMAND_NO, "Le poste a déjà une liste plus récente.", "Téléchargez la dernière liste.");
    case STATUS_TOO_LARGE:
        return refuse(COMMAND_USAGE, "Le fichier est trop gros.", "Vérifiez le fichier.");
    default:
        return command_fail(fault);
    }
}

static int refuse_input(const char *file) {
    char happened[256];
    if (!text_format(happened, sizeof happened, "Fichier illisible\u00A0: %s.", input_why(errno)))
        return COMMAND_USAGE;
    return refuse(COMMAND_USAGE, happened, file != NULL ? "Vérifiez le chemin." : "Vérifiez l'entrée.");
}

/* --- Answers --- */

static void set_day(json_t *object, const char *member, struct date day) {
    char iso[11];
    date_format_iso(day, iso);
    json_object_set_new(object, member, date_is_set(day) ? json_string(iso) : json_null());
}

/* A kiosk that is open reads its certificates when it opens. */
static int finish_answer(void) {
    puts("Le guichet en tiendra compte à sa prochaine ouverture.");
    return command_flush(COMMAND_DONE);
}

static int tell_bundle(const struct import *import, const struct trust_bundle *bundle) {
    if (import->json)
        return command_answer(json_pack("{s:s, s:I, s:I}", "kind", "certificates", "certificates",
                                        (json_int_t)bundle->certificates, "revocation_lists",
                                        (json_int_t)bundle->lists));
    printf("%zu certificat%s importé%s", bundle->certificates, bundle->certificates > 1 ? "s" : "",
           bundle->certificates > 1 ? "s" : "");
    if (bundle->lists > 0)
        printf(", %zu liste%s de révocation", bundle->lists, bundle->lists > 1 ? "s" : "");
    puts(".");
    return finish_answer();
}

static bool is_out_of_date(const struct trust_official *official) {
    return date_is_set(official->next_update) && date_compare(official->next_update, clock_today()) < 0;
}

static int tell_official(const struct import *import, const struct trust_official *official, int64_t left_out) {
    char day[40];
    if (import->json) {
        json_t *answer =
            json_pack("{s:s, s:I, s:I, s:I}", "kind", "list", "certificates", (json_int_t)official->certificates,
                      "sequence", (json_int_t)official->sequence, "left_out", (json_int_t)left_out);
        set_day(answer, "issued", official->issued);
        set_day(answer, "next_update", official->next_update);
        return command_answer(answer);
    }
    printf("Liste officielle n°\u00A0%lld importée\u00A0: %zu certificat%s", (long long)official->sequence,
           official->certificates, official->certificates > 1 ? "s" : "");
    if (left_out > 0)
        printf(", %lld laissé%s de côté (services qui ne sont plus en règle)", (long long)left_out,
               left_out > 1 ? "s" : "");
    puts(".");
    date_write_long(official->next_update, day);
    if (is_out_of_date(official))
        printf("Attention\u00A0: elle devait être remplacée au plus tard le %s.\n", day);
    return finish_answer();
}

/* --- import --- */

static enum status read_signer(struct import *import, struct trust_bundle *signer) {
    size_t size = 0;
    char *bytes = input_read(import->config->trust_list_signer, SIGNER_MAX, &size);
    enum status status = bytes != NULL ? trust_import_read(bytes, size, signer) : STATUS_IO;
    memory_free(bytes);
    if (status == STATUS_OK && signer->certificates == 1)
        return STATUS_OK;
    if (status == STATUS_OK)
        memory_free(signer->pem);
    return fault_set(&import->fault, STATUS_CONFIG, "trust_list_signer", "un certificat lisible attendu");
}

static enum status ask_worker(struct import *import, const char *signer, struct message *answer) {
    struct command_page *worker = NULL;
    struct message request = {.head = json_pack("{s:s}", "signer", signer)};
    enum status status = command_worker_open("trust", &worker, &import->fault);
    request.body = memory_alloc(import->size);
    request.body_size = import->size;
    memcpy(request.body, import->bytes, import->size);
    if (status == STATUS_OK)
        status = command_page_ask(worker, &request, answer, &import->fault);
    else
        message_clear(&request);
    command_page_close(worker);
    return status;
}

static void read_day(const struct message *answer, const char *member, struct date *day) {
    const char *text = message_text(answer, member);
    if (text == NULL || date_parse(text, day) != STATUS_OK)
        *day = (struct date){0};
}

static enum status write_official(struct import *import, const struct message *answer,
                                  struct trust_official *official) {
    struct trust_bundle held;
    if (trust_import_read(answer->body, answer->body_size, &held) != STATUS_OK)
        return fault_set(&import->fault, STATUS_MALFORMED, "X509Certificate", NULL);
    *official = (struct trust_official){
        .imported_at = clock_now(), .sequence = message_number(answer, "sequence"), .certificates = held.certificates};
    read_day(answer, "issued", &official->issued);
    read_day(answer, "next_update", &official->next_update);
    enum status status = trust_import_write_official(import->folder, official, held.pem, &import->fault);
    memory_free(held.pem);
    return status;
}

static int import_list(struct import *import) {
    struct trust_bundle signer = {0};
    struct message answer = {0};
    struct trust_official official = {0};
    if (import->config->trust_list_signer[0] == '\0')
        return refuse(COMMAND_CANNOT_TELL, "Ce poste ne sait pas qui signe la liste officielle.",
                      "Renseignez trust_list_signer dans sa configuration, section [trust].");
    if (read_signer(import, &signer) != STATUS_OK)
        return command_fail(&import->fault);
    enum status status = ask_worker(import, signer.pem, &answer);
    memory_free(signer.pem);
    if (status == STATUS_OK)
        status = write_official(import, &answer, &official);
    int64_t left_out = status == STATUS_OK ? message_number(&answer, "left_out") : 0;
    message_clear(&answer);
    return status == STATUS_OK ? tell_official(import, &official, left_out) : refuse_fault(&import->fault);
}

static int import_bundle(struct import *import) {
    struct trust_bundle bundle;
    enum status status = trust_import_read(import->bytes, import->size, &bundle);
    if (status != STATUS_OK) {
        fault_set(&import->fault, status, NULL, NULL);
        return refuse_fault(&import->fault);
    }
    status = trust_import_write_bundle(import->folder, bundle.pem, &import->fault);
    memory_free(bundle.pem);
    return status == STATUS_OK ? tell_bundle(import, &bundle) : refuse_fault(&import->fault);
}

/* In training the certificate that ships goes along: a folder takes its place. */
static enum status prepare_folder(struct import *import) {
    const struct config *config = import->config;
    if (!config->training)
        return text_copy(import->folder, sizeof import->folder, config->trust_folder) ? STATUS_OK : STATUS_TOO_LONG;
    struct resource shipped = resource_find("trust/fr00-0001.pem");
    struct trust_bundle bundle;
    enum status status = trust_import_read(shipped.bytes, shipped.size, &bundle);
    if (status != STATUS_OK)
        return fault_set(&import->fault, status, "trust_folder", NULL);
    status = text_format(import->folder, sizeof import->folder, "%s/trust", config->state_folder) ? STATUS_OK
                                                                                                  : STATUS_TOO_LONG;
    if (status == STATUS_OK)
        status = trust_import_write_bundle(import->folder, bundle.pem, &import->fault);
    memory_free(bundle.pem);
    return status;
}

static int import_file(const struct config *config, const char *file, bool json) {
    struct import import = {.config = config, .json = json};
    import.bytes = input_read(file, MESSAGE_BODY_MAX, &import.size);
    if (import.bytes == NULL)
        return refuse_input(file);
    int exit_status = COMMAND_CANNOT_TELL;
    if (prepare_folder(&import) != STATUS_OK)
        exit_status = command_fail(&import.fault);
    else if (trust_import_is_list(import.bytes, import.size))
        exit_status = import_list(&import);
    else
        exit_status = import_bundle(&import);
    memory_free(import.bytes);
    return exit_status;
}

/* --- list --- */

static const char *shown(const char *name) {
    return name[0] != '\0' ? name : "?";
}

static void add_to_list(void *context, const struct trust_certificate *certificate) {
    json_t *object =
        json_pack("{s:s, s:s, s:b, s:b}", "issuer", certificate->issuer, "certificate", certificate->certificate,
                  "authority", (int)certificate->authority, "test", (int)certificate->test);
    set_day(object, "from", certificate->from);
    set_day(object, "to", certificate->to);
    json_array_append_new(context, object);
}

static void print_to_list(void *context, const struct trust_certificate *certificate) {
    size_t *count = context;
    char from[40], to[40];
    date_write_long(certificate->from, from);
    date_write_long(certificate->to, to);
    bool expired = date_compare(certificate->to, clock_today()) < 0;
    printf("%s, certificat %s\u00A0: du %s au %s%s%s%s.\n", shown(certificate->issuer), shown(certificate->certificate),
           from, to, expired ? " (expiré)" : "", certificate->authority ? ", autorité" : "",
           certificate->test ? ", émetteur de test" : "");
    (*count)++;
}

static void print_age(const struct trust_official *official) {
    char day[40], hour[16];
    int age_days = trust_import_age_days(official, clock_today());
    date_write_long(official->imported_at.date, day);
    date_write_time(&official->imported_at, hour);
    printf("Liste officielle n°\u00A0%lld, importée le %s à %s, ", (long long)official->sequence, day, hour);
    if (age_days == 0)
        printf("aujourd'hui");
    else
        printf("il y a %d jour%s", age_days, age_days > 1 ? "s" : "");
    date_write_long(official->next_update, day);
    if (is_out_of_date(official))
        printf("\u00A0; à remplacer depuis le %s", day);
    puts(".");
}

static json_t *official_json(const struct trust_official *official) {
    char imported[26];
    date_format_time(&official->imported_at, imported);
    json_t *object =
        json_pack("{s:s, s:i, s:I, s:I, s:b}", "imported_at", imported, "age_days",
                  trust_import_age_days(official, clock_today()), "sequence", (json_int_t)official->sequence,
                  "certificates", (json_int_t)official->certificates, "out_of_date", (int)is_out_of_date(official));
    set_day(object, "issued", official->issued);
    set_day(object, "next_update", official->next_update);
    return object;
}

static int print_list(const struct trust *trust, const struct trust_official *official) {
    size_t count = 0;
    if (official != NULL)
        print_age(official);
    else
        puts("Aucune liste officielle n'a été importée.");
    trust_list(trust, print_to_list, &count);
    if (count == 0)
        puts("Aucun certificat. Importez-en par «\u00A0guichet trust import FICHIER\u00A0».");
    return command_flush(COMMAND_DONE);
}

static int list(const struct config *config, bool json) {
    struct trust *trust = NULL;
    struct trust_official official;
    const char *folder = config->trust_folder[0] != '\0' ? config->trust_folder : NULL;
    enum status status = trust_open(folder, config->accept_test_issuers, &trust);
    if (status != STATUS_OK)
        return command_fail(&(struct fault){.code = status, .where = "trust_folder"});
    bool has_list = folder != NULL && trust_import_official(folder, &official) == STATUS_OK;
    int exit_status = COMMAND_DONE;
    if (json) {
        json_t *certificates = json_array();
        trust_list(trust, add_to_list, certificates);
        exit_status = command_answer(json_pack("{s:o, s:o}", "list", has_list ? official_json(&official) : json_null(),
                                               "certificates", certificates));
    } else {
        exit_status = print_list(trust, has_list ? &official : NULL);
    }
    trust_close(trust);
    return exit_status;
}

int command_trust(int argc, char **argv) {
    struct command_options options;
    struct config config;
    struct fault fault = {0};
    bool known = command_read_options(argc, argv, &options) && options.role == NULL;
    bool to_import = known && strcmp(options.words[0], "import") == 0;
    bool to_list = known && strcmp(options.words[0], "list") == 0 && options.words[1] == NULL;
    if (!to_import && !to_list)
        return command_usage("trust");
    if (command_find_station(&options, &config, &fault) != STATUS_OK)
        return command_fail(&fault);
    return to_import ? import_file(&config, options.words[1], options.json) : list(&config, options.json);
}
