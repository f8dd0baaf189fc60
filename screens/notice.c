/* Says things under a form. It must not decide what to say: `sentence` and the screens do. */
#include "notice.h"

#include "draw.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

void notice_clear(struct notice *notice) {
    memory_wipe(notice, sizeof *notice);
}

void notice_say(struct notice *notice, enum theme_role role, const char *text) {
    notice->role = role;
    text_copy(notice->text, sizeof notice->text, text);
}

void notice_fault(struct notice *notice, enum sentence_act act, const struct fault *fault) {
    struct sentence sentence;
    sentence_write(act, fault, &sentence);
    notice->role = THEME_WARNING;
    text_format(notice->text, sizeof notice->text, "✗ %s\n%s\n%s", sentence.happened, sentence.not_done,
                sentence.to_do);
}

/* What happened stands out; what to do about it is plain text under it. */
int notice_draw(const struct notice *notice, struct rect area, int y) {
    char first[sizeof notice->text];
    size_t length = strcspn(notice->text, "\n");
    memcpy(first, notice->text, length);
    first[length] = '\0';
    y = draw_paragraph(area, y, notice->role, first);
    return notice->text[length] == '\0' ? y : draw_paragraph(area, y, THEME_TEXT, notice->text + length + 1);
}

int notice_draw_wait(const struct desk_progress *progress, struct rect area, int y, const char *awaited) {
    int64_t seconds = (clock_monotonic_ms() - progress->since_ms) / 1000;
    draw_textf(area, y, 0, THEME_VALUE, "◌ %s : %lld s", awaited, (long long)(seconds < 0 ? 0 : seconds));
    draw_text(area, y + 1, 2, THEME_HINT, "Échap : renoncer");
    return y + 2;
}
