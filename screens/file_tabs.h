/* What the files of the Dossier screen share. Nobody else includes this. */
#ifndef GUICHET_FILE_TABS_H
#define GUICHET_FILE_TABS_H

#include "field.h"
#include "flow.h"
#include "list.h"
#include "notice.h"
#include "screen.h"

#include "../kiosk/points.h"

enum file_tab { FILE_SUMMARY, FILE_HISTORY, FILE_CALENDAR, FILE_CATEGORIES, FILE_MEASURES, FILE_TAB_COUNT };

enum file_kind { FILE_ALL, FILE_OFFENCES, FILE_STAGES, FILE_RESTITUTIONS, FILE_OTHERS, FILE_KIND_COUNT };

struct file_line { /* of a list of events: pointers into the record and into what was computed of it */
    const struct record_event *event;   /* NULL: a credit that only the law gives */
    const struct points_fate *fate;     /* what became of it; NULL where nothing was computed */
    const struct points_credit *credit; /* that, or what the engine found where the registry credited; NULL: nothing */
};
/* For qsort(): newest first; of one day, what only the law gives, then the registry's last first. */
int file_newest_first(const void *a, const void *b);

struct file_history {
    struct list list;
    struct file_line *shown; /* owned; newest first, filtered */
    size_t known;            /* how many there are without the filter */
    struct field filter;
    enum file_kind kind;
    bool in_filter;              /* the filter field has the focus */
    const struct points *points; /* of the last file_history_fill(), or NULL */
};

struct file {
    enum file_tab tab;
    int tops[FILE_TAB_COUNT]; /* first line shown, for the tabs that run down */
    struct file_history history;
    struct points *points; /* owned; of today; NULL where the record has none or nothing can be computed */
    bool waiting;
    struct notice notice;
};

/* Each draws into `area` from line `top` and returns how many lines there are; `draws` false only counts. `points` is
 * NULL where nothing can be computed. */
int file_summary(const struct counter *counter, const struct points *points, struct rect area, int top, bool draws);
int file_calendar(const struct counter *counter, const struct points *points, struct rect area, int top, bool draws);
int file_categories(const struct record *record, struct rect area, int top, bool draws);
int file_measures(const struct counter *counter, struct rect area, int top, bool draws);

/* After any change. `points` may be NULL. */
void file_history_fill(struct file_history *history, const struct record *record, const struct points *points);
void file_history_clear(struct file_history *history);
void file_history_draw(const struct file_history *history, struct rect area);
bool file_history_key(struct file_history *history, const struct record *record, const struct points *points,
                      const struct key *key, struct rect area);
void file_history_cursor(const struct file_history *history, struct rect area, int *x, int *y);

#endif
