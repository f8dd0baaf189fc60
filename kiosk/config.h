/* guichet.conf into one struct, read once and const afterwards. Every key stands in one table in config.c: its name is
 * that of the member (but for terminal_charset and in [identity]), its section the one named here above it.
 *
 * inih reads the syntax; long lines (over 199 bytes), duplicates and unknown keys are refused before, with their line.
 */
#ifndef GUICHET_CONFIG_H
#define GUICHET_CONFIG_H

#include "identity.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

enum config_charset { CONFIG_CHARSET_AUTO, CONFIG_CHARSET_UTF8, CONFIG_CHARSET_ASCII };

struct config {
    bool training; /* set by --training only, never by the file */
    /* [station] */
    char station_id[32];    /* "14-GUICHET-04": the Guichet-Station header */
    char prefecture[64];    /* "Préfecture du Calvados" */
    char counter_name[32];  /* "Guichet 04" */
    char department[4];     /* "14" */
    char time_zone[40];     /* "Europe/Paris" */
    char state_folder[256]; /* databases, keys */
    /* [registry] */
    char registry_url[200]; /* "https://host:port", the only origin that net may speak to */
    char registry_ca[256], registry_certificate[256], registry_key[256];
    int connect_timeout_ms, total_timeout_ms, low_speed_seconds;
    /* [cache] */
    int cache_hours, cache_records;
    /* [printer] */
    char printer[256];                                   /* a CUPS queue, ipp://…, ipps://… or folder:/path */
    char printer_2[256], printer_3[256], printer_4[256]; /* others that the agent may choose; empty: none */
    char printer_ca[256];        /* who signs the certificates of ipps:// printers; empty: registry_ca */
    int printer_timeout_seconds; /* our own deadline for "offline" */
    int data_max_age_hours;      /* nothing is printed from data that the registry gave longer ago */
    /* [trust] */
    char trust_folder[256];      /* PEM or DER; empty: the training trust that ships (training only; STATE/trust
                                    when there is one) */
    char trust_list_signer[256]; /* certificate (PEM or DER) that official trust lists are signed with; empty: none is
                                    taken */
    bool accept_test_issuers;    /* training only: refused in a station's file */
    /* [scanner] */
    char scanner[256]; /* /dev/input/by-id/… or /dev/ttyACM…; empty: it types like a keyboard */
    /* what it sends in the place of GS, RS and US, besides the usual <GS> and ^] */
    char scanner_gs[16], scanner_rs[16], scanner_us[16];
    /* [identity] */
    struct identity_rules identity; /* identity_documents, avocat_card_suffices, supervisor_for_mismatch */
    int search_alert_count;         /* searches of an agent in a day above which the supervisor is told */
    /* [session] */
    int idle_lock_seconds, idle_end_seconds;
    /* [terminal] */
    enum config_charset charset;
    bool monochrome;
    int escape_delay_ms;
};

/* The printers in order, the default first: how many, and the one at `index`. Those that are empty do not count. */
int config_printer_count(const struct config *config);
const char *config_printer(const struct config *config, int index);

/* Where a station's configuration is when nothing else is said. */
#define CONFIG_STATION_FILE "/etc/guichet/guichet.conf"

/* Whose pages a training station, or no station at all, prints. */
#define CONFIG_TRAINING_PREFECTURE "Préfecture du Calvados"

/* Defaults of the program (French names, timeouts); no registry. */
void config_init(struct config *config);

/* Reads `path` over the defaults and checks the whole. fault: where = key, detail = "ligne N : …" in French. */
STATUS_MUST_CHECK enum status config_read(const char *path, struct config *config, struct fault *fault);

/* The configuration of `guichet --training`: everything under `state_folder` (made 0700 if missing); the registry's
 * address and certificates are filled in by desk when the training registry has started. STATE/guichet.conf, when it
 * exists, is read over it: sections [printer], [scanner], [identity], [session] and
 * [terminal] only, no key required. */
STATUS_MUST_CHECK enum status config_training(const char *state_folder, struct config *config, struct fault *fault);

/* Where the training state lives without --state: $XDG_STATE_HOME/guichet or ~/.local/state/guichet. */
STATUS_MUST_CHECK enum status config_default_state(char *folder, size_t size);

#endif
