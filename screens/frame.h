/* What stands around every screen: header, steps, rule, status line, key bar. */
#ifndef GUICHET_FRAME_H
#define GUICHET_FRAME_H

#include "screen.h"

/* Around `screen`; the key bar is that of `keys`: the screen itself, or the dialog over it. */
void frame_draw(const struct layout_frame *frame, const struct screen_context *context, const struct screen *screen,
                const struct screen *keys);

#endif
