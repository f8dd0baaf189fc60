/* The signature of a trust list: one enveloped XML-DSig over the whole document, by one key known beforehand
 * (libxmlsec1). It must not believe a key, an algorithm or a reference because the list names it.
 *
 * Signature wrapping moves what was signed out of sight and shows something else: so the one signature stands under the
 * root, exactly one reference covers the root, through no other transform than "all but the signature" and a canonical
 * form, and everything is read from that same root. */
#include "trust.h"

#include <string.h>
#include <xmlsec/keys.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

#define SIGNATURE_NAMESPACE "http://www.w3.org/2000/09/xmldsig#"

/* Elements below `node`, itself included, that are a signature. */
static size_t count_signatures(const xmlNode *node) {
    size_t count = 0;
    for (const xmlNode *at = node; at != NULL;) {
        count += trust_is_element(at, SIGNATURE_NAMESPACE, "Signature");
        if (at->type == XML_ELEMENT_NODE && at->children != NULL) {
            at = at->children;
            continue;
        }
        while (at != node && at->next == NULL)
            at = at->parent;
        at = at == node ? NULL : at->next;
    }
    return count;
}

/* --- References --- */

/* The element of that Id: the root, or one of the objects in the signature (the signed properties of XAdES). */
static xmlNode *find_target(xmlNode *root, const xmlNode *signature, const char *id) {
    xmlChar *own = xmlGetNoNsProp(root, BAD_CAST "Id");
    bool is_root = own != NULL && strcmp((const char *)own, id) == 0;
    xmlFree(own);
    if (is_root)
        return root;
    for (xmlNode *object = trust_child(signature, SIGNATURE_NAMESPACE, "Object"); object != NULL;
         object = trust_next(object))
        for (xmlNode *at = object->children; at != NULL; at = at->next)
            for (xmlNode *inner = at->children; inner != NULL; inner = inner->next) {
                xmlChar *found = inner->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(inner, BAD_CAST "Id") : NULL;
                bool same = found != NULL && strcmp((const char *)found, id) == 0;
                xmlFree(found);
                if (same)
                    return inner;
            }
    return NULL;
}

static bool is_plain_name(const char *name) {
    return name[0] != '\0' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == strlen(name);
}

/* Registers the Id, so that nothing else can answer to it: xmlAddID() refuses a second one (an xml:id of elsewhere). */
static bool register_target(xmlDoc *list, xmlNode *target, const char *id) {
    xmlAttr *attribute = xmlHasProp(target, BAD_CAST "Id");
    return attribute != NULL && xmlAddID(NULL, list, BAD_CAST id, attribute) != NULL;
}

/* Counts the references that cover the whole list; false when one leads elsewhere. */
static bool check_reference(xmlDoc *list, const xmlNode *signature, xmlNode *reference, size_t *covering) {
    xmlNode *root = xmlDocGetRootElement(list);
    xmlChar *uri = xmlGetNoNsProp(reference, BAD_CAST "URI");
    bool good = uri != NULL;
    if (good && uri[0] == '\0') {
        (*covering)++;
    } else if (good) {
        const char *id = (const char *)uri + 1;
        xmlNode *target = uri[0] == '#' && is_plain_name(id) ? find_target(root, signature, id) : NULL;
        good = target != NULL && register_target(list, target, id);
        *covering += target == root;
    }
    xmlFree(uri);
    return good;
}

static bool check_references(xmlDoc *list, const xmlNode *signature) {
    size_t covering = 0, count = 0;
    const xmlNode *signed_info = trust_child(signature, SIGNATURE_NAMESPACE, "SignedInfo");
    for (xmlNode *reference = trust_child(signed_info, SIGNATURE_NAMESPACE, "Reference"); reference != NULL;
         reference = trust_next(reference), count++)
        if (count == 2 || !check_reference(list, signature, reference, &covering))
            return false;
    return covering == 1;
}

/* --- Verifying --- */

static bool allow_algorithms(xmlSecDSigCtx *context) {
    const xmlSecTransformId of_references[] = {
        xmlSecTransformEnvelopedId,     xmlSecTransformInclC14NId,      xmlSecTransformInclC14N11Id,
        xmlSecTransformExclC14NId,      xmlSecOpenSSLTransformSha256Id, xmlSecOpenSSLTransformSha384Id,
        xmlSecOpenSSLTransformSha512Id,
    };
    const xmlSecTransformId of_signature[] = {
        xmlSecTransformInclC14NId,           xmlSecTransformInclC14N11Id,         xmlSecTransformExclC14NId,
        xmlSecOpenSSLTransformRsaSha256Id,   xmlSecOpenSSLTransformRsaSha384Id,   xmlSecOpenSSLTransformRsaSha512Id,
        xmlSecOpenSSLTransformEcdsaSha256Id, xmlSecOpenSSLTransformEcdsaSha384Id, xmlSecOpenSSLTransformEcdsaSha512Id,
    };
    bool allowed = true;
    for (size_t i = 0; i < sizeof of_references / sizeof of_references[0]; i++)
        allowed = allowed && xmlSecDSigCtxEnableReferenceTransform(context, of_references[i]) == 0;
    for (size_t i = 0; i < sizeof of_signature / sizeof of_signature[0]; i++)
        allowed = allowed && xmlSecDSigCtxEnableSignatureTransform(context, of_signature[i]) == 0;
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
    return allowed;
}

/* With a key in the context, libxmlsec1 does not look at the one that the list names. */
static bool verifies(xmlNode *signature, const char *signer) {
    xmlSecDSigCtx *context = xmlSecDSigCtxCreate(NULL);
    if (context == NULL)
        return false;
    context->signKey = xmlSecOpenSSLAppKeyLoadMemory((const xmlSecByte *)signer, (xmlSecSize)strlen(signer),
                                                     xmlSecKeyDataFormatCertPem, NULL, NULL, NULL);
    bool good = context->signKey != NULL && allow_algorithms(context) && xmlSecDSigCtxVerify(context, signature) == 0 &&
                context->status == xmlSecDSigStatusSucceeded;
    xmlSecDSigCtxDestroy(context);
    return good;
}

enum status trust_check_signature(xmlDoc *list, const char *signer, struct fault *fault) {
    const xmlNode *root = xmlDocGetRootElement(list);
    xmlNode *signature = trust_child(root, SIGNATURE_NAMESPACE, "Signature");
    size_t count = count_signatures(root);
    if (count == 0)
        return fault_set(fault, STATUS_FORGED, "signature", "absent");
    if (count != 1 || signature == NULL || !check_references(list, signature))
        return fault_set(fault, STATUS_FORGED, "reference", NULL);
    return verifies(signature, signer) ? STATUS_OK : fault_set(fault, STATUS_FORGED, "signature", NULL);
}
