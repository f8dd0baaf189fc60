/* What `guichet trust import` was given, as PEM, and what is known of the official list. It must not tell whether any
 * of it is to be trusted. */
#include "trust_import.h"

#include "memory.h"
#include "text.h"
#include "trust_private.h"

#include <openssl/pem.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_MAX = 1024 };

bool trust_import_is_list(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    if (size >= 2 && ((at[0] == 0xFE && at[1] == 0xFF) || (at[0] == 0xFF && at[1] == 0xFE)))
        return true; /* UTF-16 */
    size_t start = size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < size && strchr(" \t\r\n", at[start]) != NULL && at[start] != '\0')
        start++;
    return start < size && at[start] == '<';
}

/* --- Certificates as PEM --- */

static int compare_certificates(const X509 *const *a, const X509 *const *b) {
    return X509_cmp(*a, *b);
}

static int compare_lists(const X509_CRL *const *a, const X509_CRL *const *b) {
    return X509_CRL_match(*a, *b);
}

static bool write_all(BIO *sink, STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists,
                      struct trust_bundle *bundle) {
    bool written = true;
    sk_X509_set_cmp_func(certificates, compare_certificates);
    sk_X509_CRL_set_cmp_func(lists, compare_lists);
    sk_X509_sort(certificates);
    sk_X509_CRL_sort(lists);
    for (int i = 0; i < sk_X509_num(certificates) && written; i++) {
        X509 *one = sk_X509_value(certificates, i);
        if (i > 0 && X509_cmp(one, sk_X509_value(certificates, i - 1)) == 0)
            continue;
        written = PEM_write_bio_X509(sink, one) == 1;
        bundle->certificates++;
    }
    for (int i = 0; i < sk_X509_CRL_num(lists) && written; i++) {
        X509_CRL *one = sk_X509_CRL_value(lists, i);
        if (i > 0 && X509_CRL_match(one, sk_X509_CRL_value(lists, i - 1)) == 0)
            continue;
        written = PEM_write_bio_X509_CRL(sink, one) == 1;
        bundle->lists++;
    }
    return written;
}

static enum status to_pem(STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists, struct trust_bundle *bundle) {
    struct trust_bundle made = {0};
    BIO *sink = BIO_new(BIO_s_mem());
    char *text = NULL;
    bool written = sink != NULL && write_all(sink, certificates, lists, &made);
    long size = written ? BIO_get_mem_data(sink, &text) : 0;
    if (size > 0) {
        made.pem = memory_alloc((size_t)size + 1);
        memcpy(made.pem, text, (size_t)size);
    }
    BIO_free(sink);
    if (!written)
        return STATUS_NO_MEMORY;
    if (size <= 0)
        return STATUS_MALFORMED;
    *bundle = made;
    return STATUS_OK;
}

enum status trust_import_read(const void *bytes, size_t size, struct trust_bundle *bundle) {
    STACK_OF(X509) *certificates = sk_X509_new_null();
    STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
    enum status status = STATUS_NO_MEMORY;
    if (certificates != NULL && lists != NULL) {
        trust_parse(bytes, size, certificates, lists);
        status = to_pem(certificates, lists, bundle);
    }
    sk_X509_pop_free(certificates, X509_free);
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    return status;
}

/* --- The official list --- */

/* "name: value" at the start of a line of the head. False when it is not there or does not fit. */
static bool head_value(const char *head, const char *name, char *value, size_t size) {
    size_t length = strlen(name);
    for (const char *line = head; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && strncmp(line + length, ": ", 2) == 0)
            return text_format(value, size, "%.*s", (int)strcspn(line + length + 2, "\n"), line + length + 2);
    }
    return false;
}

static void read_day(const char *head, const char *name, struct date *day) {
    char value[16];
    if (!head_value(head, name, value, sizeof value) || date_parse(value, day) != STATUS_OK)
        *day = (struct date){0};
}

static bool read_number(const char *head, const char *name, int64_t *number) {
    char value[24], *end = NULL;
    if (!head_value(head, name, value, sizeof value) || value[0] < '0' || value[0] > '9')
        return false;
    *number = strtoll(value, &end, 10);
    return *end == '\0';
}

static enum status read_head(const char *folder, char head[HEAD_MAX]) {
    char path[512];
    if (!text_format(path, sizeof path, "%s/" TRUST_OFFICIAL_FILE, folder))
        return STATUS_TOO_LONG;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, head, HEAD_MAX - 1) : -1;
    if (file >= 0)
        close(file);
    head[got > 0 ? got : 0] = '\0';
    return got >= 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status trust_import_official(const char *folder, struct trust_official *official) {
    char head[HEAD_MAX], value[32];
    struct trust_official read = {0};
    int64_t certificates = 0;
    enum status status = read_head(folder, head);
    if (status != STATUS_OK)
        return status;
    if (!head_value(head, "imported", value, sizeof value) || date_parse_time(value, &read.imported_at) != STATUS_OK ||
        !read_number(head, "sequence", &read.sequence) || !read_number(head, "certificates", &certificates))
        return STATUS_MALFORMED;
    read.certificates = (size_t)certificates;
    read_day(head, "issued", &read.issued);
    read_day(head, "next-update", &read.next_update);
    *official = read;
    return STATUS_OK;
}

int trust_import_age_days(const struct trust_official *official, struct date today) {
    int days = date_to_days2000(today) - date_to_days2000(official->imported_at.date);
    return days > 0 ? days : 0;
}

static void append_day(struct text_builder *text, const char *name, struct date day) {
    char iso[11];
    if (!date_is_set(day))
        return;
    date_format_iso(day, iso);
    text_appendf(text, "%s: %s\n", name, iso);
}

static enum status write_text(const struct trust_official *official, const char *pem, char **text) {
    struct text_builder builder;
    char imported[26];
    text_builder_init(&builder, TRUST_FILE_MAX);
    date_format_time(&official->imported_at, imported);
    text_appendf(&builder, "imported: %s\nsequence: %" PRId64 "\ncertificates: %zu\n", imported, official->sequence,
                 official->certificates);
    append_day(&builder, "issued", official->issued);
    append_day(&builder, "next-update", official->next_update);
    text_append(&builder, pem);
    return text_builder_take(&builder, text);
}

enum status trust_import_write_official(const char *folder, const struct trust_official *official, const char *pem,
                                        struct fault *fault) {
    struct trust_official last;
    struct trust_write write;
    char *text = NULL;
    enum status status = trust_write_open(folder, &write, fault);
    if (status != STATUS_OK)
        return status;
    if (trust_import_official(folder, &last) == STATUS_OK && last.sequence > official->sequence)
        status = fault_set(fault, STATUS_TOO_SOON, "sequence", NULL);
    if (status == STATUS_OK && write_text(official, pem, &text) != STATUS_OK)
        status = fault_set(fault, STATUS_TOO_LARGE, "trust_folder", NULL);
    if (status == STATUS_OK)
        status = trust_write_file(&write, TRUST_OFFICIAL_FILE, text, fault);
    memory_free(text);
    trust_write_close(&write);
    return status;
}

/* The name is made of the content, so that the same bundle is one file. */
static bool name_bundle(const char *pem, char name[40]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    return EVP_Digest(pem, strlen(pem), digest, NULL, EVP_sha256(), NULL) == 1 &&
           text_format(name, 40, "certificats-%02x%02x%02x%02x%02x%02x.pem", digest[0], digest[1], digest[2], digest[3],
                       digest[4], digest[5]);
}

enum status trust_import_write_bundle(const char *folder, const char *pem, struct fault *fault) {
    struct trust_write write;
    char name[40];
    if (!name_bundle(pem, name))
        return fault_set(fault, STATUS_CRYPTO, "trust_folder", NULL);
    enum status status = trust_write_open(folder, &write, fault);
    if (status != STATUS_OK)
        return status;
    status = trust_write_file(&write, name, pem, fault);
    trust_write_close(&write);
    return status;
}
