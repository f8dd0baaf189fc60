/* The trust worker: parses a trust list that somebody gave, and answers with its certificates when the pinned signer
 * signed the whole of it (libxml2, libxmlsec1). It must not open anything: no network, no entity, no document type. */
#include "trust.h"

#include "worker_main.h"

#include "../memory.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlIO.h>
#include <string.h>
#include <xmlsec/xmlsec.h> /* before the others, which need it */

#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>

/* --- Parsing --- */

/* A list has no document type: what comes with one is not read further (entities that grow, files that are named). */
static void refuse_document_type(void *context, const xmlChar *name, const xmlChar *external_id,
                                 const xmlChar *system_id) {
    xmlParserCtxt *parser = context;
    (void)name, (void)external_id, (void)system_id;
    parser->_private = parser; /* seen */
    xmlStopParser(parser);
}

static xmlParserInput *open_nothing(const char *url, const char *id, xmlParserCtxt *parser) {
    (void)url, (void)id, (void)parser;
    return NULL;
}

/* What libxml2 complains about quotes what it was given: it stays unsaid. */
static void say_nothing(void *context, const char *format, ...) {
    (void)context, (void)format;
}

static enum status parse(const struct message *request, xmlDoc **list, struct fault *fault) {
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL)
        return fault_set(fault, STATUS_NO_MEMORY, NULL, NULL);
    parser->sax->internalSubset = refuse_document_type;
    xmlDoc *read = xmlCtxtReadMemory(parser, (const char *)request->body, (int)request->body_size, NULL, NULL, options);
    const char *wrong = parser->_private != NULL ? "doctype" : read == NULL ? "xml" : NULL;
    if (wrong == NULL && !trust_is_element(xmlDocGetRootElement(read), TRUST_LIST_NAMESPACE, "TrustServiceStatusList"))
        wrong = "TrustServiceStatusList";
    xmlFreeParserCtxt(parser);
    if (wrong == NULL) {
        *list = read;
        return STATUS_OK;
    }
    xmlFreeDoc(read);
    return fault_set(fault, STATUS_MALFORMED, wrong, NULL);
}

bool trust_is_element(const xmlNode *node, const char *namespace, const char *name) {
    return node != NULL && node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           strcmp((const char *)node->ns->href, namespace) == 0 && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *find_from(xmlNode *node, const char *namespace, const char *name) {
    while (node != NULL && !trust_is_element(node, namespace, name))
        node = node->next;
    return node;
}

xmlNode *trust_child(const xmlNode *node, const char *namespace, const char *name) {
    return node != NULL ? find_from(node->children, namespace, name) : NULL;
}

xmlNode *trust_next(const xmlNode *node) {
    return find_from(node->next, (const char *)node->ns->href, (const char *)node->name);
}

/* --- Serving --- */

static enum status answer_list(const struct message *request, struct message *answer, struct fault *fault) {
    xmlDoc *list = NULL;
    const char *signer = message_text(request, "signer");
    if (signer == NULL || request->body_size == 0)
        return fault_set(fault, STATUS_MALFORMED, "xml", NULL);
    enum status status = parse(request, &list, fault);
    if (status == STATUS_OK)
        status = trust_check_signature(list, signer, fault);
    if (status == STATUS_OK)
        status = trust_read_list(list, answer, fault);
    xmlFreeDoc(list);
    return status;
}

static enum status serve(int fd) {
    struct message request, answer = {0};
    struct fault fault = {0};
    enum status status = message_receive(fd, &request);
    if (status != STATUS_OK)
        return status;
    status = answer_list(&request, &answer, &fault);
    message_clear(&request);
    if (status != STATUS_OK)
        answer.head = json_pack("{s:{s:s, s:s, s:s}}", "failed", "status", status_name(status), "where", fault.where,
                                "detail", fault.detail);
    status = answer.head != NULL ? message_send(fd, &answer) : STATUS_NO_MEMORY;
    message_clear(&answer);
    return status;
}

int worker_run(int fd) {
    enum status status;
    memory_install();
    xmlInitParser();
    xmlSetExternalEntityLoader(open_nothing);
    xmlSetGenericErrorFunc(NULL, say_nothing);
    if (xmlSecInit() < 0 || xmlSecOpenSSLAppInit(NULL) < 0 || xmlSecOpenSSLInit() < 0)
        return 1;
    xmlSecErrorsDefaultCallbackEnableOutput(0);
    xmlCleanupInputCallbacks();
    do
        status = serve(fd);
    while (status == STATUS_OK);
    xmlSecOpenSSLShutdown();
    xmlSecOpenSSLAppShutdown();
    xmlSecShutdown();
    xmlCleanupParser();
    return status == STATUS_WORKER_LOST ? 0 : 1;
}
