/* Runs text down an area. It must not keep what it draws. */
#include "flow.h"

#include "draw.h"

void flow_begin(struct flow *flow, struct rect area, int top, bool draws) {
    *flow = (struct flow){.area = area, .top = top, .draws = draws};
    flow->area.width = area.width > 2 ? area.width - 2 : area.width; /* the last column tells that there is more */
}

void flow_blank(struct flow *flow) {
    flow->line++;
}

static void wrap_into(struct flow *flow, int indent, int width, enum theme_role role, const char *text) {
    while (*text != '\0') {
        size_t skip;
        size_t length = layout_wrap(text, width, &skip);
        if (flow->draws)
            draw_textf(flow->area, flow->line - flow->top, indent, role, "%.*s", (int)length, text);
        flow->line++;
        text += length + skip;
    }
}

void flow_text(struct flow *flow, int indent, enum theme_role role, const char *text) {
    wrap_into(flow, indent, flow->area.width - indent, role, text);
}

void flow_pair(struct flow *flow, int label_width, const char *label, enum theme_role role, const char *text) {
    if (flow->draws)
        draw_text(flow->area, flow->line - flow->top, 0, THEME_LABEL, label);
    int before = flow->line;
    wrap_into(flow, label_width, flow->area.width - label_width, role, text);
    if (flow->line == before)
        flow->line++;
}

void flow_title(struct flow *flow, const char *text) {
    if (flow->line > 0)
        flow->line++;
    flow_text(flow, 0, THEME_TITLE, text);
}

void flow_end(const struct flow *flow) {
    struct rect edge = flow->area;
    edge.x += edge.width + 1;
    edge.width = 1;
    if (!flow->draws)
        return;
    if (flow->top > 0)
        draw_text(edge, 0, 0, THEME_HINT, "▲");
    if (flow->line > flow->top + flow->area.height)
        draw_text(edge, edge.height - 1, 0, THEME_HINT, "▼");
}

bool flow_key(int *top, const struct key *key, int lines, int rows) {
    int last = lines > rows ? lines - rows : 0;
    int page = rows > 1 ? rows - 1 : 1;
    switch (key->code) {
    case KEYS_UP:
        *top -= 1;
        break;
    case KEYS_DOWN:
        *top += 1;
        break;
    case KEYS_PAGE_UP:
        *top -= page;
        break;
    case KEYS_PAGE_DOWN:
        *top += page;
        break;
    case KEYS_HOME:
        *top = 0;
        break;
    case KEYS_END:
        *top = last;
        break;
    default:
        return false;
    }
    *top = *top > last ? last : *top;
    *top = *top < 0 ? 0 : *top;
    return true;
}
