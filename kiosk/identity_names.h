/* Do two writings of a name agree? Private to `identity`. Pure. */
#ifndef GUICHET_IDENTITY_NAMES_H
#define GUICHET_IDENTITY_NAMES_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>

/* A name is spelt in three ways: the 2D-Doc folding (ü: U), and the two that ICAO 9303-3 (section 6, table of the
 * Latin letters) has in the national characters' zone: ü: UE, and ü: UXX. Upper-case letters and digits only: accents,
 * case, apostrophes, hyphens, spaces and fillers do not count. */
enum identity_spelling { IDENTITY_FOLDED, IDENTITY_ICAO, IDENTITY_ICAO_XX, IDENTITY_SPELLING_COUNT };
enum { IDENTITY_SPELT_MAX = 1024 };

/* STATUS_TOO_LONG when `size` is not enough. */
STATUS_MUST_CHECK enum status identity_spell(const char *name, enum identity_spelling spelling, char *out, size_t size);

enum identity_name { IDENTITY_NAME_UNKNOWN, IDENTITY_NAME_SAME, IDENTITY_NAME_PART, IDENTITY_NAME_OTHER };

/* SAME when some spelling of one is some spelling of the other; PART when `seen`, being cut, begins `expected`. UNKNOWN
 * when one has no letter. */
enum identity_name identity_compare_names(const char *seen, bool cut, const char *expected);

/* Given names, separated by spaces, in any order. PART when one side has only some of the other's, the other's first
 * one among them, or where `seen` is cut: then each of its names may be the beginning of one. */
enum identity_name identity_compare_given(const char *seen, bool cut, const char *expected);

#endif
