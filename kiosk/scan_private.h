/* What a keyboard scanner's text may have gone through, shared by the files of `scan`. */
#ifndef GUICHET_SCAN_PRIVATE_H
#define GUICHET_SCAN_PRIVATE_H

#include "scan.h"

/* The damages that can be undone, from the commonest: the scanner takes the keyboard for a US one, or knows that it is
 * a French one; Caps Lock is off, or on, and then works on letters (X11, which also makes É È Ç À Ù of é è ç à ù), as
 * Shift on é è ç à ù too (the Linux console), or on every key (Windows). A French keyboard without Caps Lock is no
 * damage. */
enum { SCAN_DAMAGE_COUNT = 7 };

/* Writes what the scanner meant, keys read back from the French layout's characters; what is no key of it (a control
 * character, a space) stays. False when it does not fit, or holds a character that the French layout does not make. */
bool scan_undo_damage(int damage, const char *text, char *out, size_t size);

/* The digit whose key, without Shift, makes that character on a French keyboard ("&" is 1; "É", with Caps Lock, 2); 0
 * for any other. */
char scan_digit_of(uint32_t code_point);

/* Was it a zone, or a 2D-Doc, before a French keyboard damaged it in a way that cannot be put right? Line ends are
 * spaces. To be asked of what was not recognised. */
bool scan_resembles_zone(const char *text);
bool scan_resembles_2d_doc(const char *text);

#endif
