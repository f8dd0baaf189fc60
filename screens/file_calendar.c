/* Calendrier: what comes back by itself and when, what will not and why, and the balance over time. It computes nothing
 * of the law: points does. */
#include "file_tabs.h"

int file_calendar(const struct counter *counter, const struct points *points, struct rect area, int top, bool draws) {
    struct flow flow;
    (void)counter;
    flow_begin(&flow, area, top, draws);
    if (points == NULL)
        flow_text(&flow, 0, THEME_VALUE, "Calcul non disponible.");
    flow_end(&flow);
    return flow.line;
}
