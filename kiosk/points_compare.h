/* The registry's balance beside the computed one (R31): is there a difference, and what explains it. Pure. The official
 * figure is never corrected, and nothing of it is used to compute. */
#ifndef GUICHET_POINTS_COMPARE_H
#define GUICHET_POINTS_COMPARE_H

#include "points.h"
#include "points_words.h"

enum points_remark_kind {
    POINTS_REMARK_ZERO,    /* the balance is nil and the letter 48SI not notified (R23): in red */
    POINTS_REMARK_BALANCE, /* the two balances differ */
    POINTS_REMARK_CAUSE,   /* what explains it, or that nothing does */
    POINTS_REMARK_FIGURE,  /* the two maxima differ; the computed balance has moved since the data */
    POINTS_REMARK_CREDIT,  /* an automatic restitution that only one of the two knows */
    POINTS_REMARK_WARNING  /* points_warning_words() */
};

/* Of the kinds above, in order: at most 1, 1, 6, 2, 6 and 6. */
enum { POINTS_REMARKS_MAX = 22 };

struct points_remark {
    enum points_remark_kind kind;
    char text[POINTS_WORDS_MAX]; /* sentences, with their full stop */
};

struct points_remarks {
    int computed;   /* balance on the day of the data: what the registry's is compared with */
    bool explained; /* is the difference of the balances, where there is one, the known delay of the registry? */
    int late;       /* how many events are late or recent, told or not */
    size_t count;
    struct points_remark items[POINTS_REMARKS_MAX]; /* in the order of the kinds */
};

/* `points` is what was computed of that record, which has points. Holds personal data: wipe it after use. */
void points_compare(const struct record *record, const struct points *points, struct points_remarks *remarks);

/* Has the registry listed this credit, on that date, as a restitution? A credit of a stage or of probation is never
 * listed. */
bool points_credit_is_listed(const struct record *record, const struct points_credit *credit);
/* The credit that the engine found where the registry wrote this restitution, or NULL. */
const struct points_credit *points_credit_of(const struct points *points, const struct record_event *restitution);

#endif
