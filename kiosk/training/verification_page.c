/* The page that whoever is handed an attestation opens on a phone: what it is worth today, and nothing about anybody.
 * It must not have a script, nor load anything. */
#include "../memory.h"
#include "../text.h"
#include "book.h"
#include "service_internal.h"

#include <string.h>

enum { PAGE_MAX_BYTES = 8192 };

struct verdict {
    const char *status; /* as book_entry_status() says; NULL: unknown */
    const char *mark, *title, *sentence;
};

static const struct verdict verdicts[] = {
    {"valid", "✓", "Attestation valide", "Cette attestation a été délivrée et n'a pas été révoquée."},
    {"expired", "✗", "Attestation expirée",
     "Cette attestation a été délivrée, mais sa durée de validité est dépassée."},
    {"revoked", "✗", "Attestation révoquée", "Cette attestation a été révoquée\u00A0: elle n'est plus valable."},
    {NULL, "✗", "Attestation inconnue",
     "Aucune attestation ne porte ce numéro. Vérifiez-le sur le document\u00A0; s'il est bien celui-ci, le document "
     "n'est pas authentique."},
};

static const struct verdict *verdict_of(const char *status) {
    const struct verdict *verdict = verdicts;
    while (verdict->status != NULL && (status == NULL || strcmp(verdict->status, status) != 0))
        verdict++;
    return verdict;
}

static void append_facts(struct text_builder *page, const struct book_entry *entry) {
    struct date_time issued_at;
    char date[40];
    text_appendf(page, "<dl><dt>Numéro</dt><dd>%s</dd><dt>Document</dt><dd>%s</dd>", entry->number,
                 strcmp(entry->type, "ADCS") == 0 ? "Attestation de droits à conduire sécurisée (ADCS)"
                                                  : "Relevé d'information intégral (RII)");
    if (date_parse_time(entry->issued_at, &issued_at) == STATUS_OK) {
        date_write_long(issued_at.date, date);
        text_appendf(page, "<dt>Date de délivrance</dt><dd>%s</dd>", date);
    }
    if (date_is_set(entry->valid_until)) {
        date_write_long(entry->valid_until, date);
        text_appendf(page, "<dt>Valable jusqu'au</dt><dd>%s</dd>", date);
    }
    text_append(page, "</dl>");
}

static void append_page(struct text_builder *page, const struct verdict *verdict, const struct book_entry *entry) {
    text_appendf(page,
                 "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                 "<meta name=\"robots\" content=\"noindex\"><title>%s</title><style>"
                 "body{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#161616}"
                 "h1{font-size:1.6rem}dt{color:#555}dd{margin:0 0 .6rem;font-weight:bold}"
                 "footer{margin-top:2rem;border-top:1px solid #999;color:#555}</style></head><body><main>"
                 "<h1><span aria-hidden=\"true\">%s</span> %s</h1><p>%s</p>",
                 verdict->title, verdict->mark, verdict->title, verdict->sentence);
    if (entry != NULL)
        append_facts(page, entry);
    text_append(
        page,
        "<p>Cette page ne dit rien du titulaire. Pour contrôler le contenu du document, lisez son code "
        "2D-Doc.</p></main><footer><p>Registre de formation\u00A0: aucune attestation délivrée ici n'est authentique."
        "</p></footer></body></html>\n");
}

void call_verification(struct service *service, const struct service_request *request, struct answer *answer) {
    struct book_entry entry = {0};
    struct text_builder page;
    enum status status = book_find_number(service->book, request->number, &entry);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        answer_problem(answer, &problem_internal, NULL, NULL);
        return;
    }
    bool known = status == STATUS_OK;
    text_builder_init(&page, PAGE_MAX_BYTES);
    append_page(&page, verdict_of(known ? book_entry_status(&entry, clock_today()) : NULL), known ? &entry : NULL);
    answer_text(answer, known ? 200 : 404, ANSWER_HTML, page.bytes, page.length);
    text_builder_clear(&page);
    book_entry_clear(&entry);
}
