/* Recognises what a scanner, or a person, has put into a field. It must not look anything up, nor take a repair that
 * nothing proves for what was scanned. */
#include "scan_private.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "memory.h"
#include "neph.h"
#include "seal_words.h"
#include "text.h"

/* A NEPH has at most 19 characters, the header of a 2D-Doc at least 22. */
enum { SEAL_HEADER_MIN = 22 };

/* A text on its way to being recognised. */
struct reading {
    const struct seal_substitutes *own;
    struct date today;
    char text[SCAN_TEXT_MAX + 1];
    char undone[SCAN_TEXT_MAX + 1]; /* with a keyboard's damage put right */
    struct scan *scan;
};

/* --- 2D-Doc --- */

static bool is_2d_doc(const char *text, size_t length) {
    return length >= SEAL_HEADER_MIN && memcmp(text, "DC", 2) == 0 && isdigit((unsigned char)text[2]) &&
           isdigit((unsigned char)text[3]);
}

static bool is_malformed(const struct scan *scan) {
    struct seal *seal = memory_alloc(sizeof *seal);
    struct fault fault = {0};
    enum status status = seal_read(scan->seal, scan->seal_length, seal, &fault);
    memory_free(seal);
    return status == STATUS_MALFORMED;
}

/* US stands before every signature, and GS after most fields: a text that lacks one of them, and has not the form of a
 * 2D-Doc, has lost them on its way. */
static bool has_lost_controls(const struct scan *scan) {
    bool has_both = memchr(scan->seal, SEAL_US, scan->seal_length) != NULL &&
                    memchr(scan->seal, SEAL_GS, scan->seal_length) != NULL;
    return !has_both && is_malformed(scan);
}

static bool find_2d_doc(const struct reading *reading, const char *text, struct scan *scan) {
    size_t length = strlen(text);
    if (!is_2d_doc(text, length) ||
        seal_from_typed(text, length, reading->own, scan->seal, &scan->seal_length) != STATUS_OK)
        return false;
    scan->kind = SCAN_2D_DOC;
    scan->repair = has_lost_controls(scan) ? SCAN_DAMAGED : SCAN_AS_IT_CAME;
    return true;
}

/* --- Machine readable zone --- */

static bool find_mrz(const struct reading *reading, const char *text, struct scan *scan) {
    if (mrz_read(text, reading->today, &scan->mrz) != STATUS_OK)
        return false;
    scan->kind = SCAN_MRZ;
    scan->repair = SCAN_AS_IT_CAME;
    return true;
}

/* --- NEPH, title number --- */

static const char *why_not(enum neph_kind kind) {
    static const char *const words[] = {[NEPH_EMPTY] = "empty",
                                        [NEPH_TOO_SHORT] = "too-short",
                                        [NEPH_TOO_LONG] = "too-long",
                                        [NEPH_BAD_CHARACTER] = "bad-character"};
    return words[kind];
}

static bool find_neph(const char *text, struct scan *scan) {
    enum neph_kind kind = neph_read(text, scan->neph);
    scan->kind = kind == NEPH_OK ? SCAN_NEPH : kind == NEPH_TITLE_NUMBER ? SCAN_TITLE_NUMBER : SCAN_UNKNOWN;
    scan->repair = SCAN_AS_IT_CAME;
    scan->why = scan->kind == SCAN_UNKNOWN ? why_not(kind) : NULL;
    return scan->kind != SCAN_UNKNOWN;
}

/* What a text of AZERTY's digit symbols holds. */
struct symbols {
    int symbols, dashes, letters, digits;
    bool has_moved_letter; /* one that is not on the same key of a US keyboard: another letter was meant, or not */
};

/* Writes the digits of the symbols; the rest, but for dashes, stays. */
static struct symbols read_symbols(const char *text, char *out, size_t size) {
    struct symbols seen = {0};
    size_t length = 0;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0 && length + 4 < size;) {
        char digit = scan_digit_of(code_point);
        if (code_point == '-')
            seen.dashes++;
        else if (digit != '\0')
            seen.symbols++;
        bool is_letter = code_point < 0x80 && isalpha((int)code_point);
        seen.letters += is_letter;
        seen.digits += code_point >= '0' && code_point <= '9';
        seen.has_moved_letter |= is_letter && strchr("AQWZMaqwzm", (int)code_point) != NULL;
        if (digit != '\0')
            out[length++] = digit;
        else
            length += text_encode(code_point, out + length);
    }
    out[length] = '\0';
    return seen;
}

/* A NEPH wholly in AZERTY's digit symbols, and no letter, which a word with an accent would be taken for; or a title
 * number, whose form says where its letters are. */
static bool find_symbols(struct reading *reading, struct scan *scan) {
    struct symbols seen = read_symbols(reading->text, reading->undone, sizeof reading->undone);
    bool found = seen.symbols > 0 && seen.digits == 0 && find_neph(reading->undone, scan);
    if (found && seen.letters > 0 && scan->kind != SCAN_TITLE_NUMBER)
        found = false;
    if (!found)
        return false;
    scan->why = seen.dashes > 0 ? "dash" : seen.has_moved_letter ? "moved-letter" : NULL;
    scan->repair = scan->why != NULL ? SCAN_AMBIGUOUS : SCAN_TO_CONFIRM;
    if (scan->repair == SCAN_AMBIGUOUS)
        memory_wipe(scan->neph, sizeof scan->neph);
    return true;
}

/* --- Repair --- */

/* How much is wrong in a 2D-Doc or a zone. */
static int fault_count(const struct scan *scan) {
    return scan->kind == SCAN_MRZ ? scan->mrz.error_count : is_malformed(scan);
}

static bool says_the_same(const struct scan *a, const struct scan *b) {
    if (a->kind != b->kind)
        return false;
    return a->kind == SCAN_MRZ ? memcmp(a->mrz.lines, b->mrz.lines, sizeof a->mrz.lines) == 0
                               : strcmp(a->seal, b->seal) == 0;
}

/* Keeps in `best`, when one is right, the one that is; two that are and differ prove nothing. */
static void compare_repairs(const struct scan *tried, struct scan *best) {
    int faults = fault_count(tried), least = best->kind == SCAN_UNKNOWN ? INT_MAX : fault_count(best);
    if (faults < least) {
        *best = *tried;
        best->repair = faults > 0 ? SCAN_DAMAGED : tried->kind == SCAN_MRZ ? SCAN_PROVED : SCAN_TO_VERIFY;
    } else if (faults == 0 && !says_the_same(tried, best)) {
        best->repair = SCAN_DAMAGED;
    }
}

/* Neither zones nor 2D-Docs hold small letters: what still does was damaged in another way. */
static bool has_small_letters(const char *text) {
    return strpbrk(text, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/* A keyboard's damage put right, where check digits prove it, or the form of a 2D-Doc speaks for it. */
static bool find_repaired(struct reading *reading, struct scan *best) {
    for (int damage = 0; damage < SCAN_DAMAGE_COUNT; damage++) {
        struct scan tried = {0};
        if (scan_undo_damage(damage, reading->text, reading->undone, sizeof reading->undone) &&
            !has_small_letters(reading->undone) &&
            (find_2d_doc(reading, reading->undone, &tried) || find_mrz(reading, reading->undone, &tried)))
            compare_repairs(&tried, best);
        scan_clear(&tried);
    }
    return best->kind != SCAN_UNKNOWN;
}

static void propose_look_alikes(struct reading *reading, struct scan *scan) {
    struct mrz proposed;
    if (mrz_propose(&scan->mrz, reading->today, &proposed) != STATUS_OK)
        return;
    scan->mrz = proposed;
    scan->repair = SCAN_TO_CONFIRM;
    mrz_clear(&proposed);
}

static bool has_foreign_characters(const struct mrz *mrz) {
    for (int i = 0; i < mrz->line_count; i++)
        if (mrz->lines[i][strspn(mrz->lines[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")] != '\0')
            return true;
    return false;
}

/* A zone that is no keyboard's, but wrong; or one that is damaged. */
static void judge_faulty_zone(struct reading *reading, struct scan *scan) {
    if (has_foreign_characters(&scan->mrz))
        scan->repair = SCAN_DAMAGED;
    else
        propose_look_alikes(reading, scan);
}

/* Nothing of it can be read, but it was something. */
static void find_damaged(const struct reading *reading, struct scan *scan) {
    bool is_2d_doc = scan_resembles_2d_doc(reading->text);
    if (is_2d_doc || scan_resembles_zone(reading->text))
        *scan = (struct scan){.kind = is_2d_doc ? SCAN_2D_DOC : SCAN_MRZ, .repair = SCAN_DAMAGED};
}

/* What it is as it came; else, or when that has faults, with a keyboard's damage put right; else with look-alikes. */
static void recognise(struct reading *reading, struct scan *scan) {
    struct scan repaired = {0};
    bool is_known = find_2d_doc(reading, reading->text, scan) || find_mrz(reading, reading->text, scan);
    int faults = is_known ? fault_count(scan) : INT_MAX;
    if (faults == 0 || (!is_known && find_neph(reading->text, scan)))
        return;
    bool is_better = find_repaired(reading, &repaired) && fault_count(&repaired) < faults;
    if (is_better || (scan->kind == SCAN_UNKNOWN && find_symbols(reading, &repaired)))
        *scan = repaired;
    else if (scan->kind == SCAN_MRZ)
        judge_faulty_zone(reading, scan);
    else if (scan->kind == SCAN_UNKNOWN)
        find_damaged(reading, scan);
    scan_clear(&repaired);
}

/* Without the space before it and the line ends after it. Line ends inside are spaces: a NEPH may stand on two lines,
 * and a zone on three. */
static bool copy_text(const char *text, size_t length, char out[SCAN_TEXT_MAX + 1]) {
    while (length > 0 && (*text == ' ' || (*text >= '\t' && *text <= '\r'))) {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] >= '\t' && text[length - 1] <= '\r')
        length--;
    if (length > SCAN_TEXT_MAX)
        return false;
    for (size_t i = 0; i < length; i++)
        out[i] = (char)(text[i] == '\0' || text[i] == '\r' || text[i] == '\n' ? ' ' : text[i]);
    out[length] = '\0';
    return true;
}

void scan_read(const char *text, size_t length, const struct seal_substitutes *own, struct date today,
               struct scan *scan) {
    struct reading *reading = memory_alloc(sizeof *reading);
    *scan = (struct scan){0};
    *reading = (struct reading){.own = own, .today = today};
    if (copy_text(text, length, reading->text))
        recognise(reading, scan);
    else
        scan->why = why_not(NEPH_TOO_LONG);
    memory_free(reading);
}

void scan_clear(struct scan *scan) {
    memory_wipe(scan, sizeof *scan);
}

const char *scan_kind_name(enum scan_kind kind) {
    static const char *const names[] = {[SCAN_UNKNOWN] = "unknown",
                                        [SCAN_NEPH] = "neph",
                                        [SCAN_TITLE_NUMBER] = "title-number",
                                        [SCAN_MRZ] = "mrz",
                                        [SCAN_2D_DOC] = "2d-doc"};
    return names[kind];
}

const char *scan_setup_sentence(void) {
    return "Le lecteur est mal réglé\u00A0: des caractères sont changés ou perdus. Réglez-le en port série USB, ou en "
           "clavier français avec transmission des caractères GS, RS et US.";
}
