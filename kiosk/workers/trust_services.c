/* What a trust list holds, once its signature is known to be good: certificates of services in good standing. It must
 * not look for them anywhere but where ETSI TS 119 612 puts them. */
#include "trust.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum { PEM_LINE = 64, CERTIFICATES_MAX = 10000 };

struct reading {
    struct text_builder pem;
    int taken, left_out;
    bool malformed;
};

static xmlNode *child(const xmlNode *node, const char *name) {
    return trust_child(node, TRUST_LIST_NAMESPACE, name);
}

/* --- Certificates --- */

/* Base64 as lists have it, with blanks anywhere, as PEM has it. False for any other character. */
static bool append_pem(struct text_builder *pem, const char *base64) {
    size_t column = 0;
    text_append(pem, "-----BEGIN CERTIFICATE-----\n");
    for (const char *at = base64; *at != '\0'; at++) {
        if (strchr(" \t\r\n", *at) != NULL)
            continue;
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", *at) == NULL)
            return false;
        if (column == PEM_LINE)
            text_append_char(pem, '\n');
        column = column % PEM_LINE + 1;
        text_append_char(pem, *at);
    }
    text_append(pem, "\n-----END CERTIFICATE-----\n");
    return column > 0;
}

static void take_certificate(struct reading *reading, xmlNode *node, bool good_standing) {
    if (!good_standing || reading->taken == CERTIFICATES_MAX) {
        reading->left_out++;
        return;
    }
    xmlChar *base64 = xmlNodeGetContent(node);
    if (base64 == NULL || !append_pem(&reading->pem, (const char *)base64))
        reading->malformed = true;
    reading->taken++;
    xmlFree(base64);
}

/* TS 119 612, 5.5.4 and annex D (and TS 102 231 before it): the last word of the URI. Whatever is not known to be good
 * is not. */
static bool is_good_standing(const xmlNode *service) {
    static const char *const good[] = {"granted",    "recognisedatnationallevel", "undersupervision",
                                       "accredited", "supervisionincessation",    "setbynationallaw",
                                       "inaccord"};
    xmlNode *status = child(service, "ServiceStatus");
    xmlChar *uri = status != NULL ? xmlNodeGetContent(status) : NULL;
    bool found = false;
    char last[32] = "";
    const char *slash = uri != NULL ? strrchr((const char *)uri, '/') : NULL;
    if (slash != NULL && text_copy(last, sizeof last, slash + 1))
        last[strcspn(last, " \t\r\n")] = '\0';
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        found = found || strcmp(good[i], last) == 0;
    xmlFree(uri);
    return found;
}

static void read_service(struct reading *reading, const xmlNode *service) {
    const xmlNode *information = child(service, "ServiceInformation");
    bool good_standing = is_good_standing(information);
    for (xmlNode *id = child(child(information, "ServiceDigitalIdentity"), "DigitalId"); id != NULL;
         id = trust_next(id))
        for (xmlNode *held = child(id, "X509Certificate"); held != NULL; held = trust_next(held))
            take_certificate(reading, held, good_standing);
}

static void read_services(struct reading *reading, const xmlNode *root) {
    for (xmlNode *provider = child(child(root, "TrustServiceProviderList"), "TrustServiceProvider"); provider != NULL;
         provider = trust_next(provider))
        for (xmlNode *service = child(child(provider, "TSPServices"), "TSPService"); service != NULL;
             service = trust_next(service))
            read_service(reading, service);
}

/* --- The list itself --- */

/* "2026-11-24T09:30:00Z" as its day; nothing when it is something else. */
static void set_day(json_t *head, const char *member, const xmlNode *node) {
    xmlChar *text = node != NULL ? xmlNodeGetContent(node) : NULL;
    const char *day = text != NULL ? (const char *)text + strspn((const char *)text, " \t\r\n") : "";
    if (strlen(day) >= 10 && strspn(day, "0123456789-") >= 10)
        json_object_set_new(head, member, json_stringn(day, 10));
    xmlFree(text);
}

static void set_sequence(json_t *head, const xmlNode *node) {
    xmlChar *text = node != NULL ? xmlNodeGetContent(node) : NULL;
    long long sequence = 0;
    for (const xmlChar *at = text; at != NULL && *at != '\0' && sequence < 100000000000; at++)
        if (*at >= '0' && *at <= '9')
            sequence = sequence * 10 + (*at - '0');
    json_object_set_new(head, "sequence", json_integer(sequence));
    xmlFree(text);
}

static json_t *describe(const struct reading *reading, const xmlNode *root) {
    const xmlNode *scheme = child(root, "SchemeInformation");
    json_t *head = json_pack("{s:i}", "left_out", reading->left_out);
    if (head == NULL)
        return NULL;
    set_sequence(head, child(scheme, "TSLSequenceNumber"));
    set_day(head, "issued", child(scheme, "ListIssueDateTime"));
    set_day(head, "next_update", child(child(scheme, "NextUpdate"), "dateTime"));
    return head;
}

enum status trust_read_list(xmlDoc *list, struct message *answer, struct fault *fault) {
    const xmlNode *root = xmlDocGetRootElement(list);
    struct reading reading = {0};
    char *pem = NULL;
    text_builder_init(&reading.pem, MESSAGE_BODY_MAX - 1);
    read_services(&reading, root);
    size_t size = reading.pem.length;
    if (text_builder_take(&reading.pem, &pem) != STATUS_OK)
        return fault_set(fault, STATUS_TOO_LARGE, "X509Certificate", NULL);
    if (reading.malformed || reading.taken == 0) {
        memory_free(pem);
        return fault_set(fault, reading.malformed ? STATUS_MALFORMED : STATUS_NOT_FOUND, "X509Certificate", NULL);
    }
    *answer = (struct message){.head = describe(&reading, root), .body = (uint8_t *)pem, .body_size = size};
    if (answer->head != NULL)
        return STATUS_OK;
    message_clear(answer);
    return fault_set(fault, STATUS_NO_MEMORY, NULL, NULL);
}
