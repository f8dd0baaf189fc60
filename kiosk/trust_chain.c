/* The chain of a certificate to the CA certificate that signed it, and its revocation, on the day of a signature. It
 * must not go and fetch anything: what the folder does not hold is not known. */
#include "trust_private.h"

#include "memory.h"

#include <openssl/x509v3.h>

/* --- Who signed it --- */

/* Names and key identifiers agree, the other may sign certificates, and its key made the signature. Several may: a CA
 * certificate that was renewed with the same key. An issuing certificate never vouches for itself. */
static bool is_signer(const struct trust_entry *other, const struct trust_entry *entry) {
    return other != entry && other->authority && X509_check_issued(other->x509, entry->x509) == X509_V_OK &&
           X509_verify(entry->x509, X509_get0_pubkey(other->x509)) == 1;
}

static void find_signers(const struct trust *trust, struct trust_entry *entry) {
    entry->signers = memory_alloc((trust->count + 1) * sizeof *entry->signers);
    for (size_t i = 0; i < trust->count; i++)
        if (is_signer(&trust->entries[i], entry))
            entry->signers[entry->signer_count++] = i;
}

/* --- Revocation --- */

static const struct date long_ago = {1, 1, 1};

/* A time that is none counts as the earliest: what is revoked is never taken for good. */
static struct date day_of(const ASN1_TIME *time) {
    struct date day = trust_day_of(time);
    return date_is_set(day) ? day : long_ago;
}

/* Who stole a key writes whatever date suits: then no date of a signature is believed (RFC 5280, 5.3.1: keyCompromise,
 * cACompromise). */
static bool is_key_stolen(const X509_REVOKED *revoked) {
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(revoked, NID_crl_reason, NULL, NULL);
    long code = reason != NULL ? ASN1_ENUMERATED_get(reason) : 0;
    ASN1_ENUMERATED_free(reason);
    return code == CRL_REASON_KEY_COMPROMISE || code == CRL_REASON_CA_COMPROMISE;
}

static struct date revocation_day(const X509_REVOKED *revoked) {
    if (is_key_stolen(revoked))
        return long_ago;
    struct date day = day_of(X509_REVOKED_get0_revocationDate(revoked));
    ASN1_GENERALIZEDTIME *invalid_from = X509_REVOKED_get_ext_d2i(revoked, NID_invalidity_date, NULL, NULL);
    if (invalid_from != NULL && date_compare(day_of(invalid_from), day) < 0)
        day = day_of(invalid_from);
    ASN1_GENERALIZEDTIME_free(invalid_from);
    return day;
}

static void take_revocation(struct trust_entry *entry, X509_CRL *list) {
    X509_REVOKED *revoked = NULL;
    if (X509_CRL_get0_by_cert(list, &revoked, entry->x509) != 1) /* 2: taken off the list */
        return;
    struct date day = revocation_day(revoked);
    if (!date_is_set(entry->revoked_on) || date_compare(day, entry->revoked_on) < 0)
        entry->revoked_on = day;
}

/* A list counts when a CA certificate that signed this certificate signed the list as well; any other proves nothing.
 */
static void find_revocation(const struct trust *trust, struct trust_entry *entry) {
    for (int i = 0; i < sk_X509_CRL_num(trust->lists); i++) {
        X509_CRL *list = sk_X509_CRL_value(trust->lists, i);
        for (size_t j = 0; j < entry->signer_count; j++) {
            X509 *signer = trust->entries[entry->signers[j]].x509;
            if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(signer)) == 0 &&
                X509_CRL_verify(list, X509_get0_pubkey(signer)) == 1) {
                take_revocation(entry, list);
                break;
            }
        }
    }
}

static void link_entry(const struct trust *trust, struct trust_entry *entry) {
    if (entry->linked)
        return;
    find_signers(trust, entry);
    find_revocation(trust, entry);
    entry->linked = true;
}

/* --- The verdict --- */

static enum trust_reason judge_one(const struct trust *trust, struct trust_entry *entry, struct date day) {
    link_entry(trust, entry);
    if (!date_is_set(day))
        return TRUST_REASON_NOT_DATED;
    if (!date_is_set(entry->from) || date_compare(day, entry->from) < 0)
        return TRUST_REASON_NOT_YET_VALID;
    if (!date_is_set(entry->to) || date_compare(day, entry->to) > 0)
        return TRUST_REASON_EXPIRED;
    bool revoked = date_is_set(entry->revoked_on) && date_compare(entry->revoked_on, day) <= 0;
    return revoked ? TRUST_REASON_REVOKED : TRUST_REASON_NONE;
}

enum status trust_judge_chain(const struct trust *trust, struct trust_entry *entry, struct date signed_on,
                              enum trust_reason *reason) {
    enum trust_reason own = judge_one(trust, entry, signed_on), of_signer = TRUST_REASON_NO_AUTHORITY;
    for (size_t i = 0; i < entry->signer_count && of_signer != TRUST_REASON_NONE; i++)
        of_signer = judge_one(trust, &trust->entries[entry->signers[i]], signed_on);
    *reason = of_signer == TRUST_REASON_NO_AUTHORITY || own == TRUST_REASON_NONE ? of_signer : own;
    if (*reason == TRUST_REASON_NO_AUTHORITY)
        return STATUS_UNKNOWN_ISSUER;
    return *reason == TRUST_REASON_NONE ? STATUS_OK : STATUS_CERTIFICATE;
}
