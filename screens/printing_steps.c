/* The steps of a document, one line each, as they happen. It must not say what to do about them. */
#include "draw.h"
#include "printing_view.h"

#include "../kiosk/text.h"

static const struct {
    const char *doing, *done, *many; /* `many`: done, of several pages; NULL: the same */
} steps[DESK_STEP_COUNT] = {
    [DESK_STEP_PRINTER] = {"Vérification de l'imprimante", "Imprimante vérifiée", NULL},
    [DESK_STEP_NUMBER] = {"Numéro demandé au registre", "Numéro obtenu", NULL},
    [DESK_STEP_VERIFY] = {"Vérification du sceau", "Sceau vérifié", NULL},
    [DESK_STEP_DRAW] = {"Mise en page et relecture", "Page dessinée et relue", "Pages dessinées et relues"},
    [DESK_STEP_SEND] = {"Envoi à l'imprimante", "Envoyée à l'imprimante", "Envoyées à l'imprimante"},
    [DESK_STEP_PRINT] = {"Impression", "Imprimée", "Imprimées"},
};

/* "Ma situation" has neither number nor seal. */
static bool has_step(const struct desk_document *document, enum desk_step step) {
    return document->type != COUNTER_SITUATION || (step != DESK_STEP_NUMBER && step != DESK_STEP_VERIFY);
}

static const char *mark(enum desk_phase phase) {
    switch (phase) {
    case DESK_DONE:
        return "●";
    case DESK_WAITING:
        return "◌";
    case DESK_FAILED:
        return "✗";
    default:
        return "·";
    }
}

static enum theme_role role(enum desk_phase phase) {
    switch (phase) {
    case DESK_DONE:
        return THEME_GOOD;
    case DESK_WAITING:
        return THEME_VALUE;
    case DESK_FAILED:
        return THEME_BAD;
    default:
        return THEME_LABEL;
    }
}

/* ", page 2 sur 3"; of several copies, the sheets of all. */
static void write_pages(const struct desk_document *document, char *out, size_t size) {
    int all = document->pages * (document->copies > 1 ? document->copies : 1);
    int now = document->pages_done < all ? document->pages_done + 1 : all;
    if (all > 0)
        text_format(out, size, document->copies > 1 ? ", page %d sur %d, %d exemplaires" : ", page %d sur %d", now, all,
                    document->copies);
}

static void write_detail(const struct desk_document *document, enum desk_step step, char *out, size_t size) {
    char words[WORDS_MAX];
    bool is_sent = document->steps[DESK_STEP_SEND] != DESK_IDLE; /* what the printer says is then about the sheet */
    out[0] = '\0';
    if (step == DESK_STEP_NUMBER && document->number[0] != '\0')
        text_format(out, size, " : %s", document->number);
    else if (step == DESK_STEP_PRINTER && document->printer_text[0] != '\0' && !is_sent) {
        words_write_printer_state(document->printer_text, words, sizeof words);
        text_format(out, size, " : %s", words);
    } else if (step == DESK_STEP_DRAW && document->steps[step] == DESK_DONE && document->pages > 1)
        text_format(out, size, " : %d", document->pages);
    else if (step == DESK_STEP_PRINT && document->steps[step] == DESK_WAITING)
        write_pages(document, out, size);
}

static const char *words_done(const struct desk_document *document, enum desk_step step) {
    return document->pages > 1 && steps[step].many != NULL ? steps[step].many : steps[step].done;
}

static void draw_step(const struct screen_context *context, struct rect area, int y, enum desk_step step) {
    const struct desk_document *document = desk_document(context->desk);
    enum desk_phase phase = document->steps[step];
    char detail[160], seconds[32] = "";
    int64_t since_ms = desk_progress(context->desk, DESK_DOCUMENT)->since_ms;
    write_detail(document, step, detail, sizeof detail);
    if (phase == DESK_WAITING)
        text_format(seconds, sizeof seconds, ", %lld s", (long long)((clock_monotonic_ms() - since_ms) / 1000));
    int x = draw_text(area, y, 0, role(phase), mark(phase));
    /* The number of an earlier try is not asked for again. */
    bool done = phase == DESK_DONE || (step == DESK_STEP_NUMBER && phase == DESK_IDLE && document->number[0] != '\0');
    draw_textf(area, y, x + 1, phase == DESK_WAITING ? THEME_VALUE : THEME_TEXT, "%s%s%s",
               done ? words_done(document, step) : steps[step].doing, detail, seconds);
}

int printing_draw_steps(const struct screen_context *context, struct rect area, int y) {
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        if (has_step(desk_document(context->desk), (enum desk_step)step))
            draw_step(context, area, y++, (enum desk_step)step);
    return y;
}

int printing_step_row(const struct screen_context *context) {
    const struct desk_document *document = desk_document(context->desk);
    int row = 0;
    for (int step = 0; step < DESK_STEP_COUNT - 1; step++) {
        if (!has_step(document, (enum desk_step)step))
            continue;
        if (document->steps[step] != DESK_DONE)
            break;
        row++;
    }
    return row;
}
