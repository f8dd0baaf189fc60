/* Names in the alphabet of a 2D-Doc, by glib: a second implementation of what shared/2d-doc/format.md tells, for all of
 * Unicode, so that the product's own is judged by something that shares no code with it. */
#ifndef GUICHET_TESTS_FOLDED_H
#define GUICHET_TESTS_FOLDED_H

/* free(). */
char *folded_text(const char *text);

#endif
