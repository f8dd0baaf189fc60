/* Three packets in ten are lost between the kiosk and its registry (nftables, in a network namespace of this program):
 * files open or the fault is said, every key is answered, and one good attestation is there for one sheet. Root alone
 * can lose packets: without it, or without nft, this is skipped. */
#include "../support/pace.h"
#include "../support/proxied_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/fault_table.h"
#include "../support/said.h"
#include "../support/tool.h"

enum { PEOPLE = 4, TRIES = 8, ANSWER_MS = 90000, KEYS = 8 };

#define WAITS "Dossier demandé au registre"
#define OPEN "Titulaire, à comparer"
#define NOT_OPENED "Le dossier n'a pas été ouvert."

static const char *why_not; /* packets cannot be lost */
static struct pace pace;

/* --- A network of our own --- */

/* The loopback of a new namespace is down. */
static bool raise_loopback(void) {
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool raised = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    close(fd);
    return raised;
}

static const char *leave_network(void) {
    if (geteuid() != 0)
        return "not root: no network namespace";
    if (tool_find("nft") == NULL)
        return "nft is not installed";
    if (unshare(CLONE_NEWNET) != 0 || !raise_loopback())
        return "no network namespace here";
    return NULL;
}

static int run_nft(const char *rules) {
    return tool_run((const char *const[]){"nft", rules, NULL}, NULL, NULL);
}

/* On the kiosk's side of the proxy, both ways. */
static void lose_packets(const struct tls_proxy *proxy) {
    char rules[512];
    snprintf(rules, sizeof rules,
             "add table inet loss; add counter inet loss lost; "
             "add chain inet loss in { type filter hook input priority 0; }; "
             "add rule inet loss in tcp dport %d numgen random mod 100 < 30 counter name lost drop; "
             "add rule inet loss in tcp sport %d numgen random mod 100 < 30 counter name lost drop",
             proxy->port, proxy->port);
    assert_int_equal(run_nft(rules), 0);
}

static int count_lost(void) {
    struct tool_output output = {0};
    assert_int_equal(
        tool_run((const char *const[]){"nft", "list", "counter", "inet", "loss", "lost", NULL}, NULL, &output), 0);
    const char *packets = strstr(output.bytes, "packets ");
    int lost = packets != NULL ? (int)strtol(packets + strlen("packets "), NULL, 10) : 0;
    free(output.bytes);
    return lost;
}

static void lose_no_more(void) {
    assert_int_equal(run_nft("add table inet loss; delete table inet loss"), 0); /* whether there is one or not */
}

#define REQUIRE_LOSS()                                                                                                 \
    do {                                                                                                               \
        if (why_not != NULL) {                                                                                         \
            print_message("%s\n", why_not);                                                                            \
            skip();                                                                                                    \
        }                                                                                                              \
    } while (0)

/* --- Files --- */

static bool has_begun(struct terminal *terminal, const void *context) {
    (void)context;
    return terminal_has(terminal, OPEN) || terminal_has(terminal, WAITS);
}

static bool has_ended(struct terminal *terminal, const void *context) {
    (void)context;
    return terminal_has(terminal, OPEN) || terminal_has(terminal, NOT_OPENED);
}

/* Asked until it opens; each time that it does not, it is said. How many times it was not. */
static int open_somehow(struct kiosk *kiosk, const char *neph) {
    kiosk_type(kiosk, neph);
    for (int i = 0; i < TRIES; i++) {
        kiosk_key(kiosk, "Enter");
        assert_true(terminal_wait_until(kiosk->terminal, has_begun, NULL, TERMINAL_DEADLINE_MS));
        pace_help(&pace, kiosk, WAITS, KEYS);
        assert_true(terminal_wait_until(kiosk->terminal, has_ended, NULL, ANSWER_MS));
        if (terminal_has(kiosk->terminal, OPEN))
            return i;
        said_expect(kiosk->terminal, "Attendez une minute, puis validez de nouveau");
    }
    fail_msg("%s did not open in %d tries", neph, (int)TRIES);
    return TRIES;
}

static void files_open_or_it_is_said(void **state) {
    REQUIRE_LOSS();
    static const char *const nephs[PEOPLE] = {"121201200001", "960412140033", "160222140753", "070904140420"};
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    int said_not = 0;
    kiosk_enter(kiosk);
    lose_packets(&proxied->proxy);
    for (size_t i = 0; i < PEOPLE; i++) {
        proxied_figures.points++;
        said_not += open_somehow(kiosk, nephs[i]);
        kiosk_key(kiosk, "F10");
        terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
        proxied_figures.survived++;
    }
    int lost = count_lost();
    print_message("%d packets lost, %d files not opened at once\n", lost, said_not);
    assert_true(lost > 0);
}

/* --- Documents --- */

static void one_sheet_is_one_good_attestation(void **state) {
    REQUIRE_LOSS();
    struct proxied_desk *desk = *state;
    desk->stand.deadline_ms = ANSWER_MS;
    for (int i = 0; i < PEOPLE; i++) {
        proxied_desk_begin_person(desk);
        lose_packets(&desk->proxied->proxy);
        int tries = 1;
        while (proxied_desk_issue(desk) != DESK_DONE)
            assert_true(tries++ < TRIES);
        proxied_desk_hand_over(desk);
        assert_int_equal(proxied_desk_count(desk, "attestation"), desk->served);
        proxied_desk_end_person(desk); /* the events are told through the loss too */
        assert_true(count_lost() > 0);
        lose_no_more();
    }
}

static int set_up_files(void **state) {
    return why_not == NULL ? proxied_set_up_training(state) : 0;
}

static int tear_down_files(void **state) {
    if (why_not != NULL)
        return 0;
    lose_no_more();
    return proxied_tear_down(state);
}

static int set_up_documents(void **state) {
    return why_not == NULL ? proxied_desk_set_up_patient(state) : 0;
}

static int tear_down_documents(void **state) {
    if (why_not != NULL)
        return 0;
    lose_no_more();
    return proxied_desk_tear_down(state);
}

static int report(void **state) {
    (void)state;
    pace_print(&pace, "keys while 30 % of the packets are lost");
    fault_table_add("network, 30 % loss", proxied_figures.points, proxied_figures.survived, proxied_figures.lost,
                    proxied_figures.doubled);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_open_or_it_is_said, set_up_files, tear_down_files),
        cmocka_unit_test_setup_teardown(one_sheet_is_one_good_attestation, set_up_documents, tear_down_documents),
    };
    why_not = leave_network();
    return cmocka_run_group_tests(tests, NULL, report);
}
