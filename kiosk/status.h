/* Error codes, and where and why something failed. Pure.
 *
 * Every fallible function returns an `enum status`; what a person reads about it is made by `sentence`. */
#ifndef GUICHET_STATUS_H
#define GUICHET_STATUS_H

#define STATUS_MUST_CHECK __attribute__((warn_unused_result))

enum status {
    STATUS_OK = 0,
    STATUS_NO_MEMORY,
    STATUS_TOO_LONG,    /* does not fit its bound; nothing was cut */
    STATUS_MALFORMED,   /* bytes that do not have the form they should; fault.where names the field */
    STATUS_UNSUPPORTED, /* well formed, but a version or kind that we do not handle */
    STATUS_INVALID,     /* a value or call that is not allowed here (argument, state of the counter) */
    STATUS_NOT_FOUND,
    STATUS_EXISTS,
    STATUS_DENIED,      /* wrong password, missing right, not entitled */
    STATUS_TOO_SOON,    /* refused until a delay is over */
    STATUS_IO,          /* a system call failed; fault.detail has strerror's text */
    STATUS_FULL,        /* no room left on the disk */
    STATUS_DATABASE,    /* SQLite refused */
    STATUS_CRYPTO,      /* a primitive failed, or a ciphertext does not authenticate */
    STATUS_CONFIG,      /* guichet.conf is wrong; fault.where is the key, fault.detail the line */
    STATUS_WORKER_LOST, /* the worker died or was killed */
    STATUS_GIVEN_UP,    /* the agent pressed Esc */
    STATUS_TIMEOUT,
    STATUS_UNREACHABLE,    /* no name, no route, refused, reset */
    STATUS_TLS_SERVER,     /* the server's certificate does not verify (wrong CA, name, dates) */
    STATUS_TLS_CLIENT,     /* the server does not accept the station's certificate, or it cannot be read */
    STATUS_TRUNCATED,      /* the body ended before it was whole */
    STATUS_TOO_LARGE,      /* over 1 MiB */
    STATUS_PROTOCOL,       /* an answer outside the contract (content type, status, version, redirect) */
    STATUS_PROBLEM,        /* an RFC 9457 problem; fault.where is its slug, fault.detail its French title */
    STATUS_WRONG_RECORD,   /* the record's NEPH is not the one that was asked for */
    STATUS_UNKNOWN_ISSUER, /* no certificate for this seal */
    STATUS_TEST_ISSUER,    /* a ..00 issuer where test issuers are not accepted */
    STATUS_FORGED,         /* the signature of a seal is wrong */
    STATUS_CERTIFICATE,    /* the seal's certificate is outside its dates or revoked */
    STATUS_SEAL_DIFFERS,   /* the seal is genuine, but says something else than the record; where names the DI */
    STATUS_PRINTER,        /* the printer refuses or failed; fault.where is the IPP reason */
    STATUS_CANCELLED,
    STATUS_UNREADABLE,  /* a code of a finished page does not read back as it was asked; where = "2d-doc" or "qr" */
    STATUS_BROKEN_CHAIN /* the audit log has been tampered with; fault.detail names the line */
};

/* What failed. `where` is a member, a key, a DI, a slug: never a value, so a fault may be logged. */
struct fault {
    enum status code;
    char where[64];
    char detail[192];
};

/* Fills `fault` (which may be NULL) and returns `code`, so that a function can `return fault_set(...)`.
 * `where` and `detail` are cut, at a UTF-8 boundary, to what fits; NULL is the empty string. */
enum status fault_set(struct fault *fault, enum status code, const char *where, const char *detail);

/* A short English identifier for logs: "tls-server". Never NULL. */
const char *status_name(enum status code);

/* The code that status_name() names; STATUS_PROTOCOL for an unknown name (frames carry names, not numbers). */
enum status status_from_name(const char *name);

#endif
