/* The zones of ../shared, with what they say. */
#ifndef GUICHET_TESTS_ZONE_VECTORS_H
#define GUICHET_TESTS_ZONE_VECTORS_H

/* Calls `check` with each line of shared/mrz/vectors.tsv (format, zone, what is wrong, fields), which it may change.
 * How many there are. */
int zone_vectors_each(void (*check)(char *line));

#endif
