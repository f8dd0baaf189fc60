/* What the programs of tests/faults add to the table that `make test-faults` ends with. */
#ifndef GUICHET_TESTS_FAULT_TABLE_H
#define GUICHET_TESTS_FAULT_TABLE_H

/* One line a kind of fault ("process killed", "disk full"…: ASCII): how many points were tried, after how many all was
 * well again, and how many numbers or sheets were lost or doubled. Lines of the same kind are summed. Does nothing when
 * the environment has no GUICHET_FAULTS_TABLE (the program was started by hand). Does not judge: the test fails what
 * must not be. */
void fault_table_add(const char *kind, int points, int survived, int lost, int doubled);

/* A line of figures that stands below the table ("keys while…: p50 0.4 ms"). */
void fault_table_note(const char *text);

#endif
