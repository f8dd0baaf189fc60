/* Certificates and lists of revoked ones, read from a folder. It must not judge them, nor write anything. */
#include "trust_private.h"

#include "memory.h"
#include "resource.h"
#include "text.h"

#include <openssl/x509v3.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* --- Reading the folder --- */

/* False when it is not a regular file of a sensible size, or cannot be read. */
static bool read_file(int folder, const char *name, char **bytes, size_t *size) {
    struct stat facts;
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return false;
    bool fits =
        fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 && facts.st_size <= TRUST_FILE_MAX;
    size_t length = 0, wanted = fits ? (size_t)facts.st_size : 0;
    char *read_bytes = fits ? memory_alloc(wanted) : NULL;
    for (ssize_t got = 1; got > 0 && length<wanted; length += got> 0 ? (size_t)got : 0)
        got = read(file, read_bytes + length, wanted - length);
    close(file);
    if (!fits || length < wanted) {
        memory_free(read_bytes);
        return false;
    }
    *bytes = read_bytes;
    *size = length;
    return true;
}

static enum status add_folder(const char *path, STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists) {
    DIR *folder = opendir(path);
    if (folder == NULL)
        return STATUS_IO;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char *bytes = NULL;
        size_t size = 0;
        if (entry->d_name[0] == '.' || !read_file(dirfd(folder), entry->d_name, &bytes, &size))
            continue;
        trust_parse(bytes, size, certificates, lists);
        memory_free(bytes);
    }
    closedir(folder);
    return STATUS_OK;
}

/* --- What is known of each certificate --- */

/* The one common name, as bytes that a seal could have; empty when there are none or several, or another kind of text.
 */
static void read_common_name(const X509_NAME *name, char out[TRUST_NAME_SIZE]) {
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    out[0] = '\0';
    if (at < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0)
        return;
    unsigned char *text = NULL;
    int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length > 0 && length < TRUST_NAME_SIZE && text_is_utf8((const char *)text, (size_t)length)) {
        memcpy(out, text, (size_t)length);
        out[length] = '\0';
    }
    if (text_has_control(out))
        out[0] = '\0';
    OPENSSL_free(text);
}

struct date trust_day_of(const ASN1_TIME *time) {
    struct tm at;
    if (time == NULL || ASN1_TIME_to_tm(time, &at) != 1)
        return (struct date){0};
    return (struct date){(int16_t)(at.tm_year + 1900), (uint8_t)(at.tm_mon + 1), (uint8_t)at.tm_mday};
}

static struct trust_entry make_entry(X509 *x509) {
    struct trust_entry entry = {.x509 = x509, .authority = X509_check_ca(x509) > 0};
    read_common_name(X509_get_issuer_name(x509), entry.issuer);
    read_common_name(X509_get_subject_name(x509), entry.subject);
    entry.from = trust_day_of(X509_get0_notBefore(x509));
    entry.to = trust_day_of(X509_get0_notAfter(x509));
    return entry;
}

/* Takes each certificate once, though several files hold it. */
static void take_certificates(struct trust *trust, STACK_OF(X509) * certificates) {
    int count = sk_X509_num(certificates);
    trust->entries = memory_alloc((size_t)(count > 0 ? count : 1) * sizeof *trust->entries);
    for (int i = 0; i < count; i++) {
        X509 *x509 = sk_X509_value(certificates, i);
        bool known = false;
        for (size_t j = 0; j < trust->count && !known; j++)
            known = X509_cmp(trust->entries[j].x509, x509) == 0;
        if (!known && X509_up_ref(x509) == 1)
            trust->entries[trust->count++] = make_entry(x509);
    }
}

static int compare_entries(const void *a, const void *b) {
    const struct trust_entry *first = a, *second = b;
    int order = strcmp(first->issuer, second->issuer);
    if (order == 0)
        order = strcmp(first->subject, second->subject);
    if (order == 0)
        order = date_compare(first->from, second->from);
    return order != 0 ? order : X509_cmp(first->x509, second->x509);
}

/* --- The store --- */

enum status trust_open(const char *folder, bool accept_test_issuers, struct trust **trust) {
    struct trust *opened = memory_alloc(sizeof *opened);
    STACK_OF(X509) *certificates = sk_X509_new_null();
    opened->accept_test_issuers = accept_test_issuers;
    opened->lists = sk_X509_CRL_new_null();
    enum status status = certificates != NULL && opened->lists != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK && folder != NULL) {
        status = add_folder(folder, certificates, opened->lists);
    } else if (status == STATUS_OK) {
        struct resource shipped = resource_find("trust/fr00-0001.pem");
        trust_parse(shipped.bytes, shipped.size, certificates, opened->lists);
    }
    if (status == STATUS_OK) {
        take_certificates(opened, certificates);
        qsort(opened->entries, opened->count, sizeof *opened->entries, compare_entries);
        *trust = opened;
    } else {
        trust_close(opened);
    }
    sk_X509_pop_free(certificates, X509_free);
    return status;
}

void trust_close(struct trust *trust) {
    if (trust == NULL)
        return;
    for (size_t i = 0; i < trust->count; i++) {
        EVP_PKEY_CTX_free(trust->entries[i].verifier);
        X509_free(trust->entries[i].x509);
        memory_free(trust->entries[i].signers);
    }
    memory_free(trust->entries);
    sk_X509_CRL_pop_free(trust->lists, X509_CRL_free);
    memory_free(trust);
}

void trust_list(const struct trust *trust, trust_tell *tell, void *context) {
    for (size_t i = 0; i < trust->count; i++) {
        const struct trust_entry *entry = &trust->entries[i];
        const struct trust_certificate told = {.issuer = entry->issuer,
                                               .certificate = entry->subject,
                                               .from = entry->from,
                                               .to = entry->to,
                                               .authority = entry->authority,
                                               .test = trust_is_test(entry->issuer, entry->subject)};
        tell(context, &told);
    }
}
