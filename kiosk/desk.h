/* The acts of the counter: logs in, opens a file, confirms, issues, prints; through the workers, the cache and the
 * journal, in the order that makes them safe, and moves the counter. Never blocks (but for journal commits), never
 * draws.
 *
 * Screens call the acts and read the state; when something has changed, `news` is called and they read it again. */
#ifndef GUICHET_DESK_H
#define GUICHET_DESK_H

#include "agents.h"
#include "config.h"
#include "counter.h"
#include "identity_compare.h"
#include "journal.h"
#include "loop.h"
#include "record_changes.h"
#include "registry.h"
#include "seal.h"
#include "status.h"
#include "trust.h"
#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

struct desk;

/* The agent that exists in training, and the password that the Connexion screen tells. */
#define DESK_TRAINING_AGENT "FORMATION"
#define DESK_TRAINING_PASSWORD "formation-2026"

enum desk_act { DESK_LOGIN, DESK_UNLOCK, DESK_SUPERVISE, DESK_LOOKUP, DESK_SEARCH, DESK_DOCUMENT, DESK_ACT_COUNT };

enum desk_phase { DESK_IDLE, DESK_WAITING, DESK_DONE, DESK_FAILED };

struct desk_progress { /* of one act */
    enum desk_phase phase;
    int64_t since_ms;   /* clock_monotonic_ms() when the wait began */
    struct fault fault; /* when DESK_FAILED */
};

enum desk_registry { DESK_REGISTRY_UNKNOWN, DESK_REGISTRY_UP, DESK_REGISTRY_DEGRADED, DESK_REGISTRY_DOWN };

/* What the status bar shows. */
struct desk_status {
    enum desk_registry registry;
    struct date_time registry_at; /* last answer of /v1/status */
    char registry_message[256];   /* from the registry, or empty */
    bool printer_known, printer_ready;
    char printer_text[96];  /* "prête", "plus de papier": French, short */
    int printer_copies_max; /* what the chosen printer makes of one job; 0: not known */
    int outgoing;           /* transmissions that wait for the registry */
    int unfinished;         /* documents not finished, the one under way included */
};

/* Steps of one document, in order; the Impression screen shows one line each. */
enum desk_step {
    DESK_STEP_PRINTER,
    DESK_STEP_NUMBER, /* this and the next stay idle for "Ma situation" */
    DESK_STEP_VERIFY,
    DESK_STEP_DRAW, /* and read back */
    DESK_STEP_SEND,
    DESK_STEP_PRINT,
    DESK_STEP_COUNT
};

/* What a document waits for the agent to say, when its phase is not DESK_WAITING. */
enum desk_question {
    DESK_ASKS_NOTHING,   /* it has ended: desk_finish_document() */
    DESK_ASKS_HAND_OVER, /* printed. "Le document est-il sorti, complet et lisible ?": desk_hand_over(), or
                          * desk_print() once the sheets are destroyed */
    DESK_ASKS_WHAT_NOW,  /* it has a number and is not printed (a print failed, or it was taken up again; without a
                          * number when the registry's answer is not known):  desk_print() once the sheets are destroyed,
                          * desk_set_aside(), desk_cancel_document() */
    DESK_ASKS_CHANGED    /* the registry has a newer record, which is open now: `changes`; desk_issue() again, or
                          * desk_finish_document() */
};

struct desk_document {
    enum counter_document type;
    enum desk_question asks;
    char number[13]; /* empty until the registry gave one; for ever for "Ma situation" */
    enum desk_phase steps[DESK_STEP_COUNT];
    int pages, copies;
    int pages_done; /* of all copies, by what the printer says */
    int sheets_out; /* sheets that may lie in the tray of a print that is not good: to be destroyed; 0: none was sent */
    bool reissue;   /* "Réédition du …": this number was handed over before */
    struct date_time numbered_at;  /* with `number`: under which it is set aside */
    struct record_changes changes; /* with DESK_ASKS_CHANGED */
    char printer[256];             /* where it goes, as configured */
    char printer_text[96];         /* what the printer says, in French: "plus de papier : remettez du papier A4" */
    char delivered[300];           /* folder: printer: path of the file; else empty */
};

typedef void desk_news(void *context, enum desk_act act_or_count); /* DESK_ACT_COUNT: the status bar */

/* Opens cache, journal, agents and vault; starts the workers (and the training registry, in training). Does not wait.
 */
STATUS_MUST_CHECK enum status desk_open(const struct config *config, struct loop *loop, struct spawner *spawner,
                                        struct desk **desk, struct fault *fault);
void desk_close(struct desk *desk);
void desk_on_news(struct desk *desk, desk_news *news, void *context);

const struct counter *desk_counter(const struct desk *desk);
const struct agent *desk_agent(const struct desk *desk); /* who is logged in, or NULL */
const struct desk_status *desk_status(const struct desk *desk);
const struct desk_progress *desk_progress(const struct desk *desk, enum desk_act act);
const struct registry_candidates *
desk_candidates(const struct desk *desk); /* after DESK_SEARCH is done; wiped with the person */
const struct desk_document *desk_document(const struct desk *desk);

/* --- Acts. Each returns at once; STATUS_OK: begun, the end comes as news. --- */
/* `password` is copied for the auth worker; the caller wipes its own. STATUS_TOO_SOON while a delay runs. */
STATUS_MUST_CHECK enum status desk_log_in(struct desk *desk, const char *id, const char *password);
int desk_login_delay_seconds(const struct desk *desk, const char *id);
void desk_log_out(struct desk *desk); /* closes the person */
/* Audited. While locked the record is out of memory too: counter->record is NULL (it is kept encrypted under the
 * station's key and comes back with the unlocking); screens wipe what they drew and what was typed, and are rebuilt
 * from the counter's stage afterwards. While a document is under way this waits until it has ended. */
void desk_lock(struct desk *desk);
STATUS_MUST_CHECK enum status desk_unlock(struct desk *desk, const char *password); /* the same agent */

STATUS_MUST_CHECK enum status desk_open_file(struct desk *desk, const char *neph); /* DESK_LOOKUP */
STATUS_MUST_CHECK enum status
desk_refresh_file(struct desk *desk); /* F5: If-None-Match; stays confirmed if unchanged */
STATUS_MUST_CHECK enum status desk_search(struct desk *desk,
                                          const struct registry_search *search); /* reason audited first */
/* Reads and judges a 2D-Doc (real control characters) with the station's certificates, while no file is open, or its
 * person is not confirmed yet. At once; audited before it is told, without anything of the person. Both results are
 * cleared when it fails; the caller wipes them afterwards. */
STATUS_MUST_CHECK enum status desk_verify(struct desk *desk, const char *text, size_t length, struct seal *seal,
                                          struct trust_judgement *judgement);
/* --- A document of identity that was read (kiosk/identity_compare.h): kept in memory until the person leaves, before
 * or after the file is opened; the audit log tells its kind only. --- */
/* Replaces the one before. `quality`: of who asks; on Accueil the holder's. What it shows that stops the agent is
 * journalled and remembered (desk_stops) once a file is open; and that it was replaced, where it differed. */
void desk_keep_bearer(struct desk *desk, const struct identity_bearer *bearer, enum identity_quality quality);
/* The agent sets it aside for another document. What it stopped stays stopped; that it differed is journalled. */
void desk_put_bearer_aside(struct desk *desk, enum identity_quality quality);
const struct identity_bearer *desk_bearer(const struct desk *desk); /* NULL: none */
/* The 2D-Doc of a document of identity, for the open file or the one that is opened next. */
void desk_note_forged(struct desk *desk);
/* What has been shown for the open file, or on Accueil before it, and stops the agent: see enum identity_stop. */
unsigned desk_stops(const struct desk *desk);
/* --- The 2D-Doc that the open file was asked for with, until the person leaves or another file is asked for --- */
struct desk_opener {
    char type[3];          /* "AB", "A1" … */
    struct date signed_on; /* null: not told */
    bool test;             /* its issuer is a test one */
    struct date offence;   /* of a letter (A1) that tells it: the day of the offence that it is about; else null */
};
/* After desk_open_file(), which forgets the one before. Only a valid one opens a file: the caller sees to it. */
void desk_keep_opener(struct desk *desk, const struct desk_opener *opener);
const struct desk_opener *desk_opener(const struct desk *desk); /* NULL: none */

/* With the open record, for who asks in that quality (a mandataire brings a copy). False: there is no document, or no
 * record. The caller clears *comparison. */
bool desk_compare(const struct desk *desk, enum identity_quality quality, struct identity_comparison *comparison);
/* A supervisor, not the agent, says yes to what differs, for who asks in that quality: DESK_SUPERVISE. STATUS_TOO_SOON
 * while a delay runs. */
STATUS_MUST_CHECK enum status desk_supervise(struct desk *desk, enum identity_quality quality, const char *id,
                                             const char *password);
/* Who did, for the open person, this document and that quality; empty: nobody. */
const char *desk_supervisor(const struct desk *desk, enum identity_quality quality);
/* Searches of this agent today; and, for a supervisor, the agent who made more than the configuration allows for. */
int desk_searches_today(const struct desk *desk);
bool desk_search_alert(const struct desk *desk, char agent_id[24], int *count);

/* What the desk itself knows goes into `check`: who confirms, when, the document that was read and until when it is
 * valid, what differs (for whose quality it is the holder's), which supervisor said yes. Without a document that was
 * read, what the agent saw is taken as it is said. STATUS_DENIED, where = "title", "forged-seal", "person";
 * STATUS_INVALID, where = "link", detail = "adult": a livret de famille for a holder of age; else as
 * identity_check_complete(). */
STATUS_MUST_CHECK enum status desk_confirm(struct desk *desk, struct identity_check *check,
                                           struct fault *fault); /* on disk first; sync */
/* `reason`: why, where counter_wants_reason(); at most DESK_REASON_MAX bytes, on disk in the audit log before a number
 * is asked for, so without a word of the holder's name; else not looked at. fault.where: "reason", "reason-names",
 * "copies", "busy", and counter_may_issue()'s. */
enum { DESK_REASON_MAX = 120 };
STATUS_MUST_CHECK enum status desk_issue(struct desk *desk, enum counter_document type, int copies, const char *reason,
                                         struct fault *fault);
/* counter_may_issue(), and the data are not older than the configuration allows (where = "age"). */
STATUS_MUST_CHECK enum status desk_may_issue(const struct desk *desk, enum counter_document document,
                                             struct fault *fault);
/* Has this document been handed over to this person, from this record? What is printed then is a réédition of `number`.
 */
bool desk_would_reissue(const struct desk *desk, enum counter_document document, char number[13]);

/* --- After the number. Each is refused (STATUS_INVALID) where the question above does not offer it. --- */
/* The same number again, unmarked, on the chosen printer. */
STATUS_MUST_CHECK enum status desk_print(struct desk *desk, struct fault *fault);
/* Stops a print under way, and withdraws its job as far as the printer can be reached: DESK_ASKS_WHAT_NOW. */
void desk_stop_printing(struct desk *desk);
/* The agent has the sheets in hand, good, and gives them. On disk when it returns STATUS_OK; the document is erased. */
STATUS_MUST_CHECK enum status desk_hand_over(struct desk *desk, struct fault *fault);
/* It waits under its number and hour; also while it is being printed, which is stopped. The person stays. */
STATUS_MUST_CHECK enum status desk_set_aside(struct desk *desk, struct fault *fault);
/* The number is revoked; of a réédition, nothing but the paper is. */
STATUS_MUST_CHECK enum status desk_cancel_document(struct desk *desk, struct fault *fault);

/* --- Printers: config_printer() of the configuration. The choice holds until the session ends. --- */
int desk_printer(const struct desk *desk);              /* index of the chosen one */
void desk_choose_printer(struct desk *desk, int index); /* not while a document is under way; asks how it is */

/* --- Documents that were left unfinished: set aside, or found so after a restart. While no file is open. --- */
struct desk_unfinished {
    char request_id[37];
    char number[13]; /* empty: the registry was asked, its answer is not known */
    bool reissue;
    enum counter_document type;
    enum journal_state state; /* INTENDED, NUMBERED, DRAWN: no sheet; SENT: there may be; PRINTED: there is */
    struct date_time changed_at;
    int copies;
};
enum { DESK_UNFINISHED_MAX = 32 };
/* Oldest first; without the one of the open person. */
size_t desk_list_unfinished(const struct desk *desk, struct desk_unfinished items[DESK_UNFINISHED_MAX]);
/* Opens the person's file again (DESK_LOOKUP) to take it up: after the identity is confirmed, it is the document under
 * way, with DESK_ASKS_WHAT_NOW. When the record has changed meanwhile its number is revoked, when somebody else
 * asks it stays unfinished; the counter is then as after any desk_confirm(). */
STATUS_MUST_CHECK enum status desk_resume(struct desk *desk, const char *request_id, struct fault *fault);
/* The document that is being taken up, until the identity is confirmed, and who asked for it: what Identité proposes.
 * False, NULL: none is. */
bool desk_resuming(const struct desk *desk, struct desk_unfinished *document);
const struct identity_check *desk_resumed_check(const struct desk *desk);
/* Why a document could not be taken up, or is no more, until the person leaves: "record-changed", "other-requester",
 * "journal", or ""; and whether its number stays good all the same. */
const char *desk_resume_refused(const struct desk *desk, bool *keeps_number);
/* Without opening anything: it was given after all (SENT, PRINTED), or will never be. On disk when STATUS_OK. */
STATUS_MUST_CHECK enum status desk_hand_over_unfinished(struct desk *desk, const char *request_id, struct fault *fault);
STATUS_MUST_CHECK enum status desk_cancel_unfinished(struct desk *desk, const char *request_id, struct fault *fault);

/* How many pages would it have? Asked once a record; the answer is told as news of DESK_DOCUMENT. */
void desk_count_pages(struct desk *desk, enum counter_document type);
int desk_pages(const struct desk *desk, enum counter_document type); /* 0: not known */
/* Back to the file, after DESK_ASKS_NOTHING or DESK_ASKS_CHANGED; what still asks something stays as it is. */
void desk_finish_document(struct desk *desk);
void desk_give_up(struct desk *desk,
                  enum desk_act act);        /* Esc: kills the worker, starts another, phase FAILED/GIVEN_UP */
void desk_next_person(struct desk *desk);    /* wipes; workers that saw the person are replaced */
void desk_refresh_status(struct desk *desk); /* asks the registry and the printer now */

#endif
