/* The reader of certificates under libFuzzer: PEM, DER, PKCS#7 and lists of revoked ones, read from a trust folder as
 * they are imported; then seals of the issuers that they name are judged, which builds chains. */
#include "../../kiosk/trust.h"
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_JUDGED = 8 };

/* A seal of any issuer and certificate whose signature is of that length and wrong. */
#define FIELDS "AC12345\x1F"
#define SIGNATURE_OF_64                                                                                                \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAAA"                                                                                                         \
    "AAAAAAA"

struct names {
    char issuer[MOST_JUDGED][5], certificate[MOST_JUDGED][5];
    size_t count;
};

static char folder[] = "/tmp/guichet-fuzz-XXXXXX";
static char path[64];

static void remove_folder(void) {
    unlink(path);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    FUZZ_HOLDS(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/file", folder);
    atexit(remove_folder);
    return 0;
}

static void write_file(const uint8_t *bytes, size_t size) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FUZZ_HOLDS(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    close(file);
}

/* Keeps the names that a seal could have. */
static void keep_names(void *context, const struct trust_certificate *certificate) {
    struct names *names = context;
    FUZZ_HOLDS(memchr(certificate->issuer, '\0', TRUST_NAME_SIZE) != NULL);
    if (names->count == MOST_JUDGED || strlen(certificate->issuer) != 4 || strlen(certificate->certificate) != 4)
        return;
    memcpy(names->issuer[names->count], certificate->issuer, 5);
    memcpy(names->certificate[names->count++], certificate->certificate, 5);
}

static void judge(const struct trust *trust, const char *issuer, const char *certificate) {
    char text[256];
    struct seal seal;
    struct trust_judgement judgement;
    int length = snprintf(text, sizeof text, "DC04%s%s26602660AB01FR" FIELDS SIGNATURE_OF_64, issuer, certificate);
    trust_judge(trust, text, (size_t)length, &seal, &judgement);
    FUZZ_HOLDS(judgement.verdict != TRUST_VALID);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct trust *trust = NULL;
    struct names names = {0};
    write_file(bytes, size);
    if (trust_open(folder, true, &trust) != STATUS_OK)
        return 0;
    trust_list(trust, keep_names, &names);
    for (size_t i = 0; i < names.count; i++)
        judge(trust, names.issuer[i], names.certificate[i]);
    trust_close(trust);
    return 0;
}
