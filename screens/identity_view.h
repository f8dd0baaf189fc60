/* What the files that draw Identité share. Nobody else includes this. */
#ifndef GUICHET_SCREENS_IDENTITY_VIEW_H
#define GUICHET_SCREENS_IDENTITY_VIEW_H

#include "identity.h"

/* What gives way, one after the other, until all that must be seen fits. */
enum identity_room {
    ROOM_FOR_ALL,
    ROOM_WITHOUT_HINTS,
    ROOM_FOLDED,  /* what agrees is one line; how old a copy is stands beside the title */
    ROOM_ONE_ROW, /* only the chosen quality is shown */
    ROOM_SHORT,   /* the verdict names no field, what is not compared goes; only the chosen document is shown */
    ROOM_TERSE,   /* a row a field */
    ROOM_LISTS    /* what differs is named, without its values */
};

struct identity_view {
    const struct identity *identity;
    const struct screen_context *context;
    const struct record *record;
    struct identity_seen seen;
    struct identity_comparison comparison;
    enum identity_room room;
    struct form form; /* as it is shown */
    struct rect banner, alarm, form_area, proof, holder, notice;
};

/* The holder beside the document; then the verdict and what is left to the eye. Each returns how many lines it takes,
 * whether it draws them or not. */
int identity_flow_holder(const struct identity_view *view, struct rect area, bool draws);
int identity_flow_verdict(const struct identity_view *view, struct rect area, bool draws);

#endif
