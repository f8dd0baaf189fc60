/* Official trust lists (ETSI TS 119 612) as texts, to be signed by xmlsec1. */
#ifndef GUICHET_TESTS_TRUST_LISTS_H
#define GUICHET_TESTS_TRUST_LISTS_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

struct trust_list_wish {
    const X509 *const *certificates;
    size_t count;
    int sequence;
    const char *next_update; /* YYYY-MM-DD, or NULL */
    const char *status;      /* last word of the services' status; NULL: "granted" */
    const char *before;      /* between the XML declaration and the root, or NULL */
    const char *uri; /* of the reference; NULL: "" (the whole document); "#TSL" is the root, "#props" what XAdES adds */
    const char *transforms; /* more of them, or NULL */
    const char *digest;     /* algorithm; NULL: SHA-256 */
    bool xades;             /* signed properties, and a reference to them if there is none yet */
};

/* The text with an empty signature; free(). */
char *trust_list_make(const struct trust_list_wish *wish);

/* Signs FOLDER/NAME in place with KEY and CERTIFICATE (PEM files of the folder). False when xmlsec1 refuses. */
bool trust_list_sign(const char *folder, const char *name, const char *signer);

/* The whole file of that name, or NULL; free(). */
char *trust_list_text(const char *folder, const char *name);

#endif
