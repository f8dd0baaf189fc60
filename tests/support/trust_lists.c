/* Writes trust lists as text, so that tests share nothing with what reads them. */
#include "trust_lists.h"

#include "tool.h"

#include <openssl/evp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENVELOPED "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"

static void write_certificate(FILE *out, const X509 *x509) {
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    unsigned char *text = size > 0 ? malloc((size_t)size * 4 / 3 + 8) : NULL;
    if (text == NULL)
        abort();
    EVP_EncodeBlock(text, der, size);
    fprintf(out, "<DigitalId><X509Certificate>\n%s\n</X509Certificate></DigitalId>", (char *)text);
    free(text);
    OPENSSL_free(der);
}

static void write_services(FILE *out, const struct trust_list_wish *wish) {
    fputs("<TrustServiceProviderList><TrustServiceProvider><TSPServices>", out);
    for (size_t i = 0; i < wish->count; i++) {
        fputs("<TSPService><ServiceInformation><ServiceDigitalIdentity>", out);
        write_certificate(out, wish->certificates[i]);
        fprintf(out,
                "</ServiceDigitalIdentity><ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/%s"
                "</ServiceStatus></ServiceInformation></TSPService>\n",
                wish->status != NULL ? wish->status : "granted");
    }
    fputs("</TSPServices></TrustServiceProvider></TrustServiceProviderList>\n", out);
}

static void write_signature(FILE *out, const struct trust_list_wish *wish) {
    const char *uri = wish->uri != NULL ? wish->uri : "";
    fprintf(out,
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>"
            "<CanonicalizationMethod Algorithm=\"" EXCLUSIVE "\"/>"
            "<SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"/>"
            "<Reference URI=\"%s\"><Transforms>" ENVELOPED "%s<Transform Algorithm=\"" EXCLUSIVE
            "\"/></Transforms><DigestMethod Algorithm=\"%s\"/><DigestValue/></Reference>",
            uri, wish->transforms != NULL ? wish->transforms : "", wish->digest != NULL ? wish->digest : SHA256);
    if (wish->xades && strcmp(uri, "#props") != 0)
        fputs("<Reference URI=\"#props\"><DigestMethod Algorithm=\"" SHA256 "\"/><DigestValue/></Reference>", out);
    fputs("</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo>", out);
    if (wish->xades)
        fputs("<Object><q:QualifyingProperties xmlns:q=\"http://uri.etsi.org/01903/v1.3.2#\">"
              "<q:SignedProperties Id=\"props\"/></q:QualifyingProperties></Object>",
              out);
    fputs("</Signature>", out);
}

char *trust_list_make(const struct trust_list_wish *wish) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        abort();
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s<TrustServiceStatusList "
            "xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"TSL\">\n<SchemeInformation>"
            "<TSLSequenceNumber>%d</TSLSequenceNumber><ListIssueDateTime>2026-11-20T09:00:00Z</ListIssueDateTime>",
            wish->before != NULL ? wish->before : "", wish->sequence);
    if (wish->next_update != NULL)
        fprintf(out, "<NextUpdate><dateTime>%sT00:00:00Z</dateTime></NextUpdate>", wish->next_update);
    fputs("</SchemeInformation>\n", out);
    write_services(out, wish);
    write_signature(out, wish);
    fputs("</TrustServiceStatusList>\n", out);
    fclose(out);
    return text;
}

bool trust_list_sign(const char *folder, const char *name, const char *signer) {
    char path[128], keys[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(keys, sizeof keys, "%s/%s.key,%s/%s.pem", folder, signer, folder, signer);
    const char *const argv[] = {"xmlsec1",
                                "--sign",
                                "--id-attr:Id",
                                "TrustServiceStatusList",
                                "--id-attr:Id",
                                "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
                                "--privkey-pem",
                                keys,
                                "--output",
                                path,
                                path,
                                NULL};
    return tool_run(argv, NULL, NULL) == 0;
}

char *trust_list_text(const char *folder, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return NULL;
    char *text = calloc(1, 1024 * 1024);
    if (text == NULL || fread(text, 1, 1024 * 1024 - 1, file) == 0)
        abort();
    fclose(file);
    return text;
}
