/* Finishes a PDF with libqpdf. It must not change what is on its pages, nor put anything personal in its metadata. */
#include "pdf_finish.h"

#include <qpdf/qpdf-c.h>

#include <string.h>

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#define LANGUAGE "fr-FR"
#define CREATOR "Guichet"

enum { XMP_MAX = 4096, STRUCTURE_DEPTH_MAX = 16, DESCRIPTION_SIZE = 256 };

#define SEAL_DESCRIPTION "Code 2D-Doc\u00A0: sceau du document, à lire avec un lecteur de 2D-Doc"
#define QR_DESCRIPTION "Code QR"

struct finishing {
    qpdf_data qpdf;
    const struct page_document *document;
    int page;    /* of the code described last … */
    size_t next; /* … and the item after it */
};

/* --- The document --- */

static void append_escaped(struct text_builder *xml, const char *text) {
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&':
            text_append(xml, "&amp;");
            break;
        case '<':
            text_append(xml, "&lt;");
            break;
        default:
            text_append_char(xml, *text);
        }
}

static void write_xmp(const struct page_document *document, const struct date_time *issued_at,
                      struct text_builder *xml) {
    char created[26];
    date_format_time(issued_at, created);
    text_append(xml, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                     "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                     " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><dc:format>application/pdf</dc:format>"
                     "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    append_escaped(xml, document->title);
    text_append(xml, "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>" LANGUAGE
                     "</rdf:li></rdf:Bag></dc:language><xmp:CreatorTool>" CREATOR "</xmp:CreatorTool>");
    text_appendf(xml, "<xmp:CreateDate>%s</xmp:CreateDate>", created);
    text_append(xml, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

static void add_metadata(const struct finishing *finishing, const struct date_time *issued_at) {
    qpdf_data qpdf = finishing->qpdf;
    struct text_builder xml;
    text_builder_init(&xml, XMP_MAX);
    write_xmp(finishing->document, issued_at, &xml);
    qpdf_oh stream = qpdf_oh_new_stream(qpdf), attributes = qpdf_oh_get_dict(qpdf, stream);
    qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)xml.bytes, xml.length, qpdf_oh_new_null(qpdf),
                                qpdf_oh_new_null(qpdf));
    qpdf_oh_replace_key(qpdf, attributes, "/Type", qpdf_oh_new_name(qpdf, "/Metadata"));
    qpdf_oh_replace_key(qpdf, attributes, "/Subtype", qpdf_oh_new_name(qpdf, "/XML"));
    qpdf_oh_replace_key(qpdf, qpdf_get_root(qpdf), "/Metadata", stream);
    text_builder_clear(&xml);
}

/* Cairo leaves out the "D:" of ISO 32000-1, 7.9.4. */
static void correct_date(const struct finishing *finishing) {
    char date[32];
    const char *written = qpdf_get_info_key(finishing->qpdf, "/CreationDate");
    if (written != NULL && written[0] != 'D' && text_format(date, sizeof date, "D:%s", written))
        qpdf_set_info_key(finishing->qpdf, "/CreationDate", date);
}

static void describe_document(const struct finishing *finishing, const struct date_time *issued_at) {
    qpdf_data qpdf = finishing->qpdf;
    qpdf_oh root = qpdf_get_root(qpdf);
    qpdf_oh_replace_key(qpdf, root, "/Lang", qpdf_oh_new_string(qpdf, LANGUAGE));
    qpdf_oh_replace_key(qpdf, root, "/ViewerPreferences", qpdf_oh_parse(qpdf, "<< /DisplayDocTitle true >>"));
    correct_date(finishing);
    add_metadata(finishing, issued_at);
}

/* --- Its structure --- */

static bool is_code(const struct page_item *item) {
    return item->kind == PAGE_MATRIX || item->kind == PAGE_QR;
}

/* Figures stand in the structure as they were drawn: page after page, items in their order. */
static const struct page_item *next_code(struct finishing *finishing) {
    const struct page_document *document = finishing->document;
    for (; finishing->page <= document->pages; finishing->page++, finishing->next = 0)
        for (; finishing->next < document->count; finishing->next++) {
            const struct page_item *item = &document->items[finishing->next];
            if (item->page == finishing->page && is_code(item)) {
                finishing->next++;
                return item;
            }
        }
    return NULL;
}

static void describe_figure(struct finishing *finishing, qpdf_oh element) {
    const struct page_item *item = next_code(finishing);
    if (item == NULL)
        return;
    const char *purpose = item->purpose, *code = item->kind == PAGE_MATRIX ? SEAL_DESCRIPTION : QR_DESCRIPTION;
    char description[DESCRIPTION_SIZE];
    text_format(description, sizeof description, "%s%s%s", code,
                purpose == NULL ? "" : "\u00A0: ", purpose == NULL ? "" : purpose);
    qpdf_oh_replace_key(finishing->qpdf, element, "/Alt", qpdf_oh_new_unicode_string(finishing->qpdf, description));
}

static void describe_head(const struct finishing *finishing, qpdf_oh element) {
    qpdf_oh_replace_key(finishing->qpdf, element, "/A",
                        qpdf_oh_parse(finishing->qpdf, "<< /O /Table /Scope /Column >>"));
}

/* `kids` is what /K holds: an element, an array of them, or the number of marked content. */
static void describe_elements(struct finishing *finishing, qpdf_oh kids, int depth) {
    qpdf_data qpdf = finishing->qpdf;
    if (depth > STRUCTURE_DEPTH_MAX || qpdf_oh_is_integer(qpdf, kids))
        return;
    if (qpdf_oh_is_array(qpdf, kids)) {
        int count = qpdf_oh_get_array_n_items(qpdf, kids);
        for (int i = 0; i < count; i++)
            describe_elements(finishing, qpdf_oh_get_array_item(qpdf, kids, i), depth + 1);
        return;
    }
    if (!qpdf_oh_is_dictionary(qpdf, kids))
        return;
    const char *kind = qpdf_oh_get_name(qpdf, qpdf_oh_get_key(qpdf, kids, "/S"));
    if (strcmp(kind, "/Figure") == 0)
        describe_figure(finishing, kids);
    else if (strcmp(kind, "/TH") == 0)
        describe_head(finishing, kids);
    else
        describe_elements(finishing, qpdf_oh_get_key(qpdf, kids, "/K"), depth + 1);
}

static void describe_structure(struct finishing *finishing) {
    qpdf_data qpdf = finishing->qpdf;
    qpdf_oh tree = qpdf_oh_get_key(qpdf, qpdf_get_root(qpdf), "/StructTreeRoot");
    if (qpdf_oh_is_dictionary(qpdf, tree))
        describe_elements(finishing, qpdf_oh_get_key(qpdf, tree, "/K"), 0);
}

/* --- The whole --- */

static bool failed(qpdf_data qpdf) {
    return qpdf_has_error(qpdf) || qpdf_more_warnings(qpdf);
}

static void write_out(qpdf_data qpdf, struct pdf *pdf) {
    size_t size = qpdf_get_buffer_length(qpdf);
    const unsigned char *bytes = qpdf_get_buffer(qpdf);
    pdf_clear(pdf);
    *pdf = (struct pdf){.bytes = memory_alloc(size), .size = size};
    memcpy(pdf->bytes, bytes, size);
}

static bool write_pdf(qpdf_data qpdf) {
    if (qpdf_init_write_memory(qpdf) != QPDF_SUCCESS)
        return false;
    qpdf_set_object_stream_mode(qpdf, qpdf_o_generate);
    qpdf_set_stream_data_mode(qpdf, qpdf_s_preserve);
    qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
    return qpdf_write(qpdf) == QPDF_SUCCESS;
}

enum status pdf_finish(const struct page_document *document, const struct date_time *issued_at, struct pdf *pdf,
                       struct fault *fault) {
    struct finishing finishing = {.qpdf = qpdf_init(), .document = document, .page = 1};
    qpdf_data qpdf = finishing.qpdf;
    enum status status = STATUS_OK;
    qpdf_silence_errors(qpdf);
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(qpdf, QPDF_FALSE);
    if (qpdf_read_memory(qpdf, "page", (const char *)pdf->bytes, pdf->size, NULL) == QPDF_SUCCESS) {
        describe_document(&finishing, issued_at);
        describe_structure(&finishing);
    }
    if (failed(qpdf) || !write_pdf(qpdf) || failed(qpdf))
        status = fault_set(fault, STATUS_IO, "pdf", "qpdf");
    else
        write_out(qpdf, pdf);
    qpdf_cleanup(&qpdf);
    return status;
}
