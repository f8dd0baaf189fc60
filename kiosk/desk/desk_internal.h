/* What the files of kiosk/desk share. Nobody else includes this, but the test of an answer that the page worker cannot
 * be made to give. */
#ifndef GUICHET_DESK_INTERNAL_H
#define GUICHET_DESK_INTERNAL_H

#include "../cache.h"
#include "../desk.h"
#include "../seal.h"
#include "../trust.h"
#include "../vault.h"

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
    PAGE_JOB_PRINT
};

/* desk.ahead: pages, or one of these; 0: not asked. */
enum { DESK_AHEAD_WANTED = -1, DESK_AHEAD_UNKNOWN = -2 };

/* What desk_lock() puts away: encrypted under the station's key. */
struct desk_put_away {
    uint8_t *record, *check;
    size_t record_size, check_size;
};

struct desk {
    struct config config;
    struct loop *loop;
    struct spawner *spawner;
    int lock_fd; /* one kiosk a state folder */
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
    bool net_ready; /* configured: it has an address and certificates */

    /* The two slots of net: what the agent waits for, and what the desk does by itself (status, outbox). */
    struct exchange foreground, background;
    int64_t next_exchange;
    int64_t outgoing_sequence; /* the outbox row that the background slot carries */
    int outgoing_attempt;
    uint32_t status_timer, outbox_timer;

    char login_id[24];        /* of the login under way */
    char outgoing_number[13]; /* of the outbox row that the background slot carries */

    /* File being opened. */
    char wanted_neph[RECORD_NEPH_MAX + 1];
    bool refreshing;
    bool has_cached;
    struct cache_entry cached;

    /* Document being made. */
    enum desk_page_job page_job;
    int ahead[COUNTER_DOCUMENT_COUNT];   /* pages that each would have */
    enum counter_document counted_ahead; /* PAGE_JOB_COUNT_AHEAD */
    bool situation_noted;                /* the audit log has its beginning and not yet its end */
    char request_id[37]; /* empty: none under way; kept when the registry's answer is unknown, so that it is asked again
                          */
    enum journal_state reached; /* by request_id; a second try passes the same steps without writing them again */
    enum counter_document request_type;
    int copies;
    bool has_attestation; /* numbered and verified, not yet printed */
    struct registry_attestation attestation;
    char *attestation_json;
    size_t attestation_json_size;
    uint32_t cancel_timer;
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
/* What was asked for and not printed is journalled as failed, for that reason. */
void document_forget(struct desk *desk, const char *reason);
void document_put_away(struct desk *desk); /* the attestation leaves the memory: a second try asks for it again */
void document_give_up(struct desk *desk);
void document_begin_step(struct desk *desk, enum desk_step step);
void document_end(struct desk *desk, const struct fault *fault); /* NULL: done */
void document_fail(struct desk *desk, enum status code, const char *where);
/* The document will not be: the journal and, through the outbox, the registry are told. */
void document_abandon(struct desk *desk, enum journal_state state, const char *reason);
/* Journalled, unless it was in an earlier try. */
STATUS_MUST_CHECK enum status document_reach(struct desk *desk, enum journal_state state, const char *number);
void document_send_draw(struct desk *desk);
/* From the page worker, about the document under way, or a check of the printer. */
void document_answered(struct desk *desk, enum desk_page_job job, const json_t *head);
void document_printing(struct desk *desk, json_t *answer);

/* document_number.c */
void document_ask_number(struct desk *desk);
/* Why an RII is issued for another department's holder, into the audit log; STATUS_OK when nobody asks. */
STATUS_MUST_CHECK enum status document_note_reason(struct desk *desk, enum counter_document type, const char *reason,
                                                   struct fault *fault);

/* document_page.c */
bool document_is_under_way(const struct desk *desk);
void document_page_started(struct desk *desk);
void document_check_printer(struct desk *desk);
void document_stop_page(struct desk *desk);
/* Takes `head` (NULL: STATUS_NO_MEMORY). */
STATUS_MUST_CHECK enum status page_send(struct desk *desk, json_t *head, bool with_record);

/* status.c */
void status_start(struct desk *desk);
void status_pump_outbox(struct desk *desk);
void status_count(struct desk *desk);

#endif
