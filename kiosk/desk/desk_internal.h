/* What the files of kiosk/desk share. Nobody else includes this, but the test of an answer that the page worker cannot
 * be made to give. */
#ifndef GUICHET_DESK_INTERNAL_H
#define GUICHET_DESK_INTERNAL_H

#include "../cache.h"
#include "../desk.h"
#include "../seal.h"
#include "../trust.h"
#include "../vault.h"
#include "parcel.h"

struct exchange; /* one request to the registry and who waits for its answer */

/* `answer` is only meaningful when fault->code is STATUS_OK. */
typedef void exchange_done(struct desk *desk, const struct registry_answer *answer, struct fault *fault);

struct exchange {
    bool wanted;    /* there is a request to send, or sent */
    bool in_flight; /* net has it */
    int64_t id;
    int attempt;
    uint32_t retry_timer;
    struct registry_request request;
    exchange_done *done;
};

enum desk_page_job {
    PAGE_JOB_NONE,
    PAGE_JOB_CHECK,
    PAGE_JOB_COUNT,
    PAGE_JOB_COUNT_AHEAD, /* of a document that nobody has asked for yet */
    PAGE_JOB_DRAW,
    PAGE_JOB_PRINT,
    PAGE_JOB_WITHDRAW /* a job that no document under way is waiting for */
};

/* desk.ahead: pages, or one of these; 0: not asked. */
enum { DESK_EARLIER_MAX = 4 }; /* documents */
enum { DESK_AHEAD_WANTED = -1, DESK_AHEAD_UNKNOWN = -2 };

/* What desk_lock() puts away: encrypted under the station's key. `check`: a struct desk_checks. */
struct desk_put_away {
    uint8_t *record, *check;
    size_t record_size, check_size;
};

/* A document that was handed over to the open person, from the open record: it may be issued again. */
struct desk_handed {
    char request_id[37], number[13]; /* empty: none */
    int pages;
    struct identity_check check;
};

/* A document to be taken up with the file that is being opened, or is open and not confirmed yet. */
struct desk_resumption {
    char request_id[37];
    struct parcel parcel;
    struct journal_attestation row;
};

struct desk {
    struct config config;
    struct loop *loop;
    struct spawner *spawner;
    struct vault *vault;
    struct cache *cache;
    struct journal *journal;
    struct agents *agents;
    struct trust *trust;
    struct counter counter;
    struct agent agent; /* logged in while the counter is not closed */
    desk_news *news;
    void *news_context;

    struct desk_status status;
    struct desk_progress progress[DESK_ACT_COUNT];
    struct registry_candidates candidates;
    struct desk_document document;
    struct desk_put_away put_away;

    struct worker *training, *net, *auth, *page;

    /* The two slots of net: what the agent waits for, and what the desk does by itself (status, outbox). */
    struct exchange foreground, background;
    int64_t next_exchange;
    int64_t outgoing_sequence; /* the outbox row that the background slot carries */
    int outgoing_attempt;
    int lock_fd; /* one kiosk a state folder */
    uint32_t status_timer, outbox_timer;
    uint32_t cancel_timer; /* the page worker is still telling the printer to cancel */
    int printer;           /* the chosen one */

    char login_id[24];                      /* of the login under way */
    char settling[37];                      /* request_id that the background slot asks about */
    char wanted_neph[RECORD_NEPH_MAX + 1];  /* of the file being opened */
    char noted_reason[DESK_REASON_MAX + 1]; /* why an RII is issued here, in the audit log already */
    char sent_to[JOURNAL_PRINTER_MAX + 1];  /* where the document was printed last; empty: nowhere yet */
    char resume_refused[24];
    char request_id[37];      /* of the document being made; empty: none under way; kept when the registry's answer is
                               * unknown, so that it is asked again */
    bool resume_keeps_number; /* with resume_refused */
    bool net_ready;           /* configured: it has an address and certificates */
    bool refreshing;          /* the file being opened is the open one */
    bool has_cached;
    bool situation_noted; /* the audit log has its beginning and not yet its end */
    bool has_attestation; /* the parcel's, verified */
    bool print_after_cancel;
    bool audit_waits;   /* the last batch of audit lines could not be told */
    bool audit_refused; /* nor ever will, until the station is started again */

    struct cache_entry cached; /* of the file being opened */

    /* Document being made. */
    enum desk_page_job page_job;
    int ahead[COUNTER_DOCUMENT_COUNT];   /* pages that each would have */
    enum counter_document counted_ahead; /* PAGE_JOB_COUNT_AHEAD */
    enum journal_state reached; /* by request_id; a second try passes the same steps without writing them again */
    enum counter_document request_type;
    int copies;
    struct parcel parcel; /* of request_id; empty when it has to be read from the journal */
    struct registry_attestation attestation;
    struct desk_handed handed[COUNTER_DOCUMENT_COUNT];
    char *changed_from; /* the record that the registry found too old, while it is asked again */
    size_t changed_from_size;
    struct journal_job withdrawing; /* the last job that a printer was asked to drop; the next one has a later id */

    struct identity_bearer bearer; /* of the document that was read */
    bool has_bearer;
    struct desk_opener opener; /* no type: none */
    /* Read on Accueil before the last one, oldest first: a title that stops the file stops it though another document
     * was read after it. */
    struct identity_bearer earlier[DESK_EARLIER_MAX];
    size_t earlier_count;
    bool early_forged;   /* desk_note_forged() before a file was open */
    unsigned stops;      /* identity_stop bits of the open file */
    char supervisor[24]; /* who said yes to what differs, for who asks in this quality */
    enum identity_quality supervised;

    struct desk_resumption resumption;
};

/* desk.c */
void desk_tell(struct desk *desk, enum desk_act act);
void desk_begin(struct desk *desk, enum desk_act act);
void desk_end(struct desk *desk, enum desk_act act, const struct fault *fault); /* NULL or STATUS_OK: done */
void desk_forget_candidates(struct desk *desk);

/* exchange.c */
void exchange_start_net(struct desk *desk);   /* worker and configuration, when the address is known */
void exchange_replace_net(struct desk *desk); /* kills it; a request in the background slot is dropped */
void exchange_go_on(struct desk *desk);       /* what waits is sent, or ends when it never will be */
void exchange_foreground(struct desk *desk, struct registry_request *request,
                         exchange_done *done); /* takes the request */
void exchange_background(struct desk *desk, struct registry_request *request, exchange_done *done);
void exchange_clear(struct desk *desk, struct exchange *exchange);
void exchange_give_up(struct desk *desk); /* the foreground one */

/* file.c */
void file_forget(struct desk *desk);                       /* what was kept of a lookup */
void file_restore(struct desk *desk, struct fault *fault); /* after unlocking */
void file_put_away(struct desk *desk);

/* document.c */
void document_give_up(struct desk *desk);
void document_begin_step(struct desk *desk, enum desk_step step);
void document_end(struct desk *desk, const struct fault *fault); /* NULL: done */
void document_fail(struct desk *desk, enum status code, const char *where);
void document_draw(struct desk *desk);
/* The steps from the check of the printer on. */
void document_start(struct desk *desk);
bool document_is_numbered_kind(const struct desk *desk); /* "Ma situation" is not */
/* Its printer is asked for it no more; the worker is given a moment to tell it so. */
void document_cancel_job(struct desk *desk);
void document_cancel_over(struct desk *desk);
void document_note_situation_failed(struct desk *desk, const char *reason);
/* From the page worker, about the document under way, or a check of the printer. */
void document_answered(struct desk *desk, enum desk_page_job job, const json_t *head);
void document_printing(struct desk *desk, json_t *answer);
void document_lost_print(struct desk *desk); /* its worker died: nobody knows what came out */

/* document_fate.c: what becomes of a document that has been asked for */
/* What was asked for and is not printed is set aside (the person leaves), or cancelled for that reason. */
void document_leave(struct desk *desk);
void document_forget(struct desk *desk, const char *reason);
void document_put_away(struct desk *desk);  /* what is of the person leaves the memory; the journal has it */
void document_drop(struct desk *desk);      /* out of the desk's hands; its row is what it is */
void document_interrupt(struct desk *desk); /* whatever is under way for it stops; then document_end() */
void document_note_print_failed(struct desk *desk, const char *reason);
/* The document will not be: the journal and, through the outbox, the registry are told. On disk when STATUS_OK. */
STATUS_MUST_CHECK enum status document_abandon(struct desk *desk, enum journal_state state, const char *reason);
/* The parcel from the journal, when it is not in memory; its attestation verified. */
STATUS_MUST_CHECK enum status document_load(struct desk *desk, struct fault *fault);

/* document_number.c */
void document_ask_number(struct desk *desk);
/* The same request, to the byte, each time. */
STATUS_MUST_CHECK enum status document_write_request(const char *request_id, enum counter_document type,
                                                     const struct parcel *parcel, struct registry_request *request);
/* The parcel's attestation: the one that was asked for, genuine, about the parcel's record. */
STATUS_MUST_CHECK enum status document_verify(struct desk *desk, struct fault *fault);
void document_forget_changed(struct desk *desk); /* nobody asks any more what has changed */
/* The file was asked again because the registry had a newer record: what changed is asked about. */
void document_file_refreshed(struct desk *desk, const struct fault *fault);
/* Why an RII is issued for another department's holder, into the audit log; STATUS_OK when nobody asks. */
STATUS_MUST_CHECK enum status document_note_reason(struct desk *desk, enum counter_document type, const char *reason,
                                                   struct fault *fault);

/* document_page.c */
bool document_is_under_way(const struct desk *desk);
void document_page_started(struct desk *desk);
void document_check_printer(struct desk *desk);
void document_stop_page(struct desk *desk);
/* Takes `head` (NULL: STATUS_NO_MEMORY). `record`: the body, or NULL. */
STATUS_MUST_CHECK enum status page_send(struct desk *desk, json_t *head, const char *record, size_t size);
const char *document_printer(const struct desk *desk); /* the chosen one, as configured */
/* Jobs that printers may still hold and nobody wants any more are withdrawn one after the other, as soon as the page
 * worker is free; `again`: those too whose printer could not be asked the last time. */
void document_withdraw_jobs(struct desk *desk, bool again);

/* person.c */
/* What the desk knows of the document that was read goes into the check. */
void person_complete_check(const struct desk *desk, struct identity_check *check);
/* What was shown for the open file, now or before, that stops who asks in that quality. */
STATUS_MUST_CHECK enum status person_may_go_on(struct desk *desk, const struct identity_check *check,
                                               struct fault *fault);
void person_file_opened(struct desk *desk);   /* with a document that was read before, or none */
void person_forget_bearer(struct desk *desk); /* wiped from memory */
void person_forget(struct desk *desk);

/* unfinished.c */
STATUS_MUST_CHECK enum status unfinished_read_parcel(struct desk *desk, const char *request_id, struct parcel *parcel);
enum counter_document unfinished_type(const char *name); /* "ADCS", "RII" */

/* The file that was opened to take a document up: is it still the same? Then it waits for the confirmation. */
void unfinished_file_opened(struct desk *desk);
void unfinished_confirmed(struct desk *desk);
void unfinished_restore(struct desk *desk); /* after unlocking */
void unfinished_forget(struct desk *desk);

/* outbox.c: events, requests to settle, audit lines, in this order */
void outbox_pump(struct desk *desk);
void outbox_tell_audit(struct desk *desk); /* once a while */

/* status.c */
void status_start(struct desk *desk);
void status_count(struct desk *desk);

#endif
