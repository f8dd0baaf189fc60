/* Makes and reads the certificates of the training registry (libcrypto). It must not serve with files that do not fit
 * together: whatever is wrong with them, all are made anew. */
#include "certificates.h"
#include "../memory.h"
#include "../state_folder.h"
#include "../text.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DAY_SECONDS = 24 * 3600, LIFE_DAYS = 3650, FILE_MAX = 16 * 1024, FILE_COUNT = 6 };

struct pair {
    X509 *certificate;
    EVP_PKEY *key;
};

static const char *const file_names[FILE_COUNT] = {"registry/ca.pem", "registry/server.pem", "registry/server.key",
                                                   "station/ca.pem",  "station/station.pem", "station/station.key"};

static void pair_clear(struct pair *pair) {
    X509_free(pair->certificate);
    EVP_PKEY_free(pair->key);
    *pair = (struct pair){0};
}

/* --- Making --- */

struct wanted {
    const char *common_name;
    const char *extensions[5][2]; /* name, value */
};

static const struct wanted wanted_ca = {"Guichet, autorité du registre de formation",
                                        {{"basicConstraints", "critical,CA:TRUE,pathlen:0"},
                                         {"keyUsage", "critical,keyCertSign,cRLSign"},
                                         {"subjectKeyIdentifier", "hash"}}};
static const struct wanted wanted_server = {"localhost",
                                            {{"basicConstraints", "critical,CA:FALSE"},
                                             {"keyUsage", "critical,digitalSignature"},
                                             {"extendedKeyUsage", "serverAuth"},
                                             {"subjectAltName", "DNS:localhost,IP:127.0.0.1"},
                                             {"authorityKeyIdentifier", "keyid"}}};
static const struct wanted wanted_station = {"Guichet, poste de formation",
                                             {{"basicConstraints", "critical,CA:FALSE"},
                                              {"keyUsage", "critical,digitalSignature"},
                                              {"extendedKeyUsage", "clientAuth"},
                                              {"authorityKeyIdentifier", "keyid"}}};

static bool add_extensions(X509 *certificate, X509 *issuer, const struct wanted *wanted) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    for (size_t i = 0; i < 5 && wanted->extensions[i][0] != NULL; i++) {
        X509_EXTENSION *extension =
            X509V3_EXT_nconf(NULL, &context, wanted->extensions[i][0], wanted->extensions[i][1]);
        bool added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
        X509_EXTENSION_free(extension);
        if (!added)
            return false;
    }
    return true;
}

static bool set_serial(X509 *certificate) {
    unsigned char random[16];
    if (RAND_bytes(random, sizeof random) != 1)
        return false;
    random[0] &= 0x7F; /* positive */
    BIGNUM *number = BN_bin2bn(random, sizeof random, NULL);
    bool set = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return set;
}

/* A pair signed by `issuer`, or by itself when issuer is NULL. */
static bool make_pair(const struct wanted *wanted, const struct pair *issuer, struct pair *pair) {
    pair->key = EVP_EC_gen("P-256");
    pair->certificate = X509_new();
    X509 *made = pair->certificate;
    if (made == NULL || pair->key == NULL)
        return false;
    X509 *signer = issuer != NULL ? issuer->certificate : made;
    return X509_set_version(made, X509_VERSION_3) == 1 && set_serial(made) &&
           X509_gmtime_adj(X509_getm_notBefore(made), -DAY_SECONDS) != NULL &&
           X509_time_adj_ex(X509_getm_notAfter(made), LIFE_DAYS, 0, NULL) != NULL &&
           X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                                      (const unsigned char *)wanted->common_name, -1, -1, 0) == 1 &&
           X509_set_issuer_name(made, X509_get_subject_name(signer)) == 1 && X509_set_pubkey(made, pair->key) == 1 &&
           add_extensions(made, signer, wanted) &&
           X509_sign(made, issuer != NULL ? issuer->key : pair->key, EVP_sha256()) > 0;
}

/* --- Files --- */

static enum status write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno != EINTR)
            return STATUS_IO;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return fsync(fd) == 0 ? STATUS_OK : STATUS_IO;
}

/* Whole or not at all: written beside, then renamed. */
static enum status write_file(const char *folder, const char *name, const char *bytes, size_t size,
                              struct fault *fault) {
    char path[STATE_PATH_SIZE], beside[STATE_PATH_SIZE];
    int fd = -1;
    if (!text_format(path, sizeof path, "%s/%s", folder, name) || !text_format(beside, sizeof beside, "%s.new", path))
        return fault_set(fault, STATUS_TOO_LONG, name, NULL);
    unlink(beside);
    enum status status = state_folder_create_file(beside, &fd, fault);
    if (status != STATUS_OK)
        return status;
    status = write_all(fd, bytes, size);
    close(fd);
    if (status == STATUS_OK && rename(beside, path) != 0)
        status = STATUS_IO;
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, name, strerror(errno));
}

static enum status write_pem(const char *folder, const char *name, X509 *certificate, EVP_PKEY *key,
                             struct fault *fault) {
    BIO *sink = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    bool made =
        sink != NULL && (certificate != NULL ? PEM_write_bio_X509(sink, certificate) == 1
                                             : PEM_write_bio_PrivateKey(sink, key, NULL, NULL, 0, NULL, NULL) == 1);
    long size = made ? BIO_get_mem_data(sink, &bytes) : 0;
    enum status status =
        size > 0 ? write_file(folder, name, bytes, (size_t)size, fault) : fault_set(fault, STATUS_CRYPTO, name, NULL);
    BIO_free(sink);
    return status;
}

static enum status make_folders(const char *folder, struct fault *fault) {
    static const char *const names[] = {"registry", "station"};
    char path[STATE_PATH_SIZE];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        status = state_folder_path(folder, names[i], path);
        if (status == STATUS_OK)
            status = state_folder_make(path, fault);
    }
    return status;
}

static enum status make_files(const char *folder, struct fault *fault) {
    struct pair ca = {0}, server = {0}, station = {0};
    enum status status = make_folders(folder, fault);
    if (status == STATUS_OK && (!make_pair(&wanted_ca, NULL, &ca) || !make_pair(&wanted_server, &ca, &server) ||
                                !make_pair(&wanted_station, &ca, &station)))
        status = fault_set(fault, STATUS_CRYPTO, "certificates", NULL);
    X509 *certificates[FILE_COUNT] = {ca.certificate, server.certificate,  NULL,
                                      ca.certificate, station.certificate, NULL};
    EVP_PKEY *keys[FILE_COUNT] = {[2] = server.key, [5] = station.key};
    for (size_t i = 0; i < FILE_COUNT && status == STATUS_OK; i++)
        status = write_pem(folder, file_names[i], certificates[i], keys[i], fault);
    pair_clear(&ca);
    pair_clear(&server);
    pair_clear(&station);
    return status;
}

/* NUL-terminated; NULL when it is not there or is not a plausible file. */
static char *read_file(const char *folder, const char *name) {
    char path[STATE_PATH_SIZE];
    if (!text_format(path, sizeof path, "%s/%s", folder, name))
        return NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return NULL;
    char *bytes = memory_alloc(FILE_MAX + 1);
    ssize_t size = read(fd, bytes, FILE_MAX);
    close(fd);
    if (size > 0)
        return bytes;
    memory_free(bytes);
    return NULL;
}

/* --- Checking --- */

static bool is_good_certificate(X509 *certificate, EVP_PKEY *key, X509 *ca) {
    time_t tomorrow = time(NULL) + DAY_SECONDS;
    return certificate != NULL && ca != NULL && key != NULL && X509_check_private_key(certificate, key) == 1 &&
           X509_verify(certificate, X509_get0_pubkey(ca)) == 1 &&
           X509_cmp_time(X509_get0_notAfter(certificate), &tomorrow) > 0;
}

static bool is_good_pair(const char *certificate_pem, const char *key_pem, X509 *ca) {
    BIO *certificate_source = BIO_new_mem_buf(certificate_pem, -1), *key_source = BIO_new_mem_buf(key_pem, -1);
    X509 *certificate = PEM_read_bio_X509(certificate_source, NULL, NULL, NULL);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(key_source, NULL, NULL, NULL);
    bool good = is_good_certificate(certificate, key, ca);
    X509_free(certificate);
    EVP_PKEY_free(key);
    BIO_free(certificate_source);
    BIO_free(key_source);
    return good;
}

static bool are_good_files(char *const files[FILE_COUNT]) {
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (files[i] == NULL)
            return false;
    BIO *source = BIO_new_mem_buf(files[0], -1);
    X509 *ca = PEM_read_bio_X509(source, NULL, NULL, NULL);
    bool good =
        strcmp(files[0], files[3]) == 0 && is_good_pair(files[1], files[2], ca) && is_good_pair(files[4], files[5], ca);
    X509_free(ca);
    BIO_free(source);
    return good;
}

static bool read_files(const char *folder, struct certificates *certificates) {
    char *files[FILE_COUNT];
    for (size_t i = 0; i < FILE_COUNT; i++)
        files[i] = read_file(folder, file_names[i]);
    bool good = are_good_files(files);
    for (size_t i = good ? 3 : 0; i < FILE_COUNT; i++) /* the station's own are not ours to hold */
        memory_free(files[i]);
    if (good)
        *certificates = (struct certificates){files[0], files[1], files[2]};
    return good;
}

enum status certificates_open(const char *folder, struct certificates *certificates, struct fault *fault) {
    if (read_files(folder, certificates))
        return STATUS_OK;
    enum status status = make_files(folder, fault);
    if (status == STATUS_OK && !read_files(folder, certificates))
        status = fault_set(fault, STATUS_CRYPTO, "certificates", "cannot be read back");
    return status;
}

void certificates_clear(struct certificates *certificates) {
    memory_free(certificates->ca);
    memory_free(certificates->server);
    memory_free(certificates->server_key);
    *certificates = (struct certificates){0};
}
