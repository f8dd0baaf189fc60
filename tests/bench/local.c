/* Bench of what happens in the process itself: journal commits. */
#include "bench.h"

#include "../../kiosk/journal.h"
#include "../../kiosk/vault.h"

enum { COMMITS = 1000 };

void bench_journal(const char *state) {
    struct samples samples = {0};
    struct fault fault = {0};
    struct vault *vault;
    struct journal *journal;
    if (vault_open(state, &vault, &fault) != STATUS_OK || journal_open(state, vault, &journal, &fault) != STATUS_OK)
        bench_fail("journal: %s %s", fault.where, fault.detail);
    for (int i = 0; i < COMMITS; i++) {
        double start = now_ms();
        if (journal_audit(journal, "BENCH", "lookup", "", "121201200001", NULL) != STATUS_OK)
            bench_fail("journal_audit");
        samples_add(&samples, now_ms() - start);
    }
    table_row("journal commit, synchronous FULL, p50", "ms", samples_at(&samples, 50), -1, "", "");
    table_row("journal commit, synchronous FULL, p99", "ms", samples_at(&samples, 99), -1, "", "");
    samples_clear(&samples);
    journal_close(journal);
    vault_close(vault);
}
