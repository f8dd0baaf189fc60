/* The preview of a document in text, as it runs down a box. For document.c alone. */
#ifndef GUICHET_DOCUMENT_PREVIEW_H
#define GUICHET_DOCUMENT_PREVIEW_H

#include "layout.h"

#include "../kiosk/counter.h"

#include <stdbool.h>

/* `pages` of an RII: 0 when they are not known. Returns how many lines there are; draws them from `top` when asked. */
int document_preview(const struct counter *counter, enum counter_document type, int pages, struct rect area, int top,
                     bool draws);

#endif
