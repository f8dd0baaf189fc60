/* What the files of the Identité screen share. Nobody else includes this. */
#ifndef GUICHET_SCREENS_IDENTITY_H
#define GUICHET_SCREENS_IDENTITY_H

#include "form.h"
#include "notice.h"
#include "screen.h"

#include "../kiosk/mrz.h"

enum { IDENTITY_LABEL_WIDTH = 14, IDENTITY_REASONS_MAX = 6, IDENTITY_NAME_LONGEST = 60, IDENTITY_SIREN_LONGEST = 11 };
enum identity_item {
    ITEM_QUALITY,
    ITEM_OUTSIDER,
    ITEM_NAME,
    ITEM_SIREN,
    ITEM_REASON,
    ITEM_LINK,
    ITEM_MANDATE,
    ITEM_DOCUMENT,
    ITEM_EXPIRED, /* why an expired document is taken; where nothing was read that tells it: whether it has expired */
    ITEM_SEEN,    /* what the eye saw to differ */
    ITEM_DIFFERENT,
    ITEM_BUTTON
};

enum { IDENTITY_SEEN_COUNT = 7 }; /* what the eye may see to differ */

struct identity {
    struct form form;
    /* Indices of the options. `quality` IDENTITY_QUALITY_COUNT: somebody else; `document` IDENTITY_NO_DOCUMENT: none
     * was brought, nor need be; -1: not told. `read` 1: another document than the one that was read. */
    int quality, outsider, reason, link, mandate, document, read, expired, validity, by_eye, different;
    const char *qualities[IDENTITY_QUALITY_COUNT + 2], *documents[IDENTITY_DOCUMENT_COUNT + 2]; /* ended by NULL */
    const char *outsiders[IDENTITY_OUTSIDER_COUNT + 1];
    const char *reasons[IDENTITY_REASON_LIST_COUNT][IDENTITY_REASONS_MAX + 1];
    char expiries[IDENTITY_REASONS_MAX][64];
    const char *validities[IDENTITY_REASONS_MAX + 2], *differences[IDENTITY_SEEN_COUNT + 1];
    char read_label[64];
    const char *reads[3]; /* while a document of a known kind is read */
    struct field name, siren;
    bool refused; /* `notice` is about the form: it stands beside the button */
    struct notice notice;
    struct mrz proposed;         /* no line: none. Enter takes it */
    const struct screen *wanted; /* after the supervisor has said yes */
};

/* What the document that was read, or that was only seen, means for who asks. */
struct identity_seen {
    bool outsider;                    /* nobody to whom anything is given */
    bool compared;                    /* a document was read, and it is the holder's */
    bool own;                         /* a document was read, and it is the representative's own */
    bool by_eye;                      /* nothing was read, and the document is chosen */
    bool undated;                     /* there is a document, and nothing was read that tells until when it is valid */
    bool expired;                     /* a document that was read */
    bool differs;                     /* as read, or as the agent says */
    bool other_person, stops, forged; /* what stops the agent: desk_stops() */
    bool wants_supervisor;
    bool title_lost; /* declared lost or stolen, whether it is shown or not */
};
/* `comparison`: with the document that was read, also where it is not the holder's (its fields then say nothing);
 * the caller clears it. False: there is no record. */
bool identity_look(const struct identity *identity, const struct screen_context *context, struct identity_seen *seen,
                   struct identity_comparison *comparison);

/* What the agent says to differ: 1 << identity_field. */
unsigned identity_seen_by_eye(const struct identity *identity);
bool identity_goes_on(const struct identity_seen *seen); /* nothing stops the agent */

/* Shows what is asked in that quality, of that document. */
void identity_show_what_is_asked(struct identity *identity, const struct screen_context *context);
/* What was said of a document that is used no more. */
void identity_forget_said(struct identity *identity);
/* On what is to be said next: nothing but Enter, where a document that was read agrees. */
void identity_focus_on_next(struct identity *identity, const struct screen_context *context);

/* A document that was scanned, or text for the field that has the focus. */
struct screen_verdict identity_take_scan(struct identity *identity, const struct screen_context *context,
                                         const struct screen_event *event);
struct screen_verdict identity_take_proposed(struct identity *identity, const struct screen_context *context);

void identity_draw(const void *state, const struct screen_context *context);
struct screen_cursor identity_focus(const void *state, const struct screen_context *context);

/* Asks a supervisor for their id and password, for who asks in the quality that its argument (an `int`) tells; popped
 * with the answer true when they have said yes. */
extern const struct screen screen_supervise;

#endif
