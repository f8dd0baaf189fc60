"""Pages that say what ours say, made by WeasyPrint or reportlab: rivals.py HOW TYPE FOLDER ROUNDS.

Reads FOLDER/TYPE.tsv (role, row, group, text) and FOLDER/code.png, writes FOLDER/TYPE.html and FOLDER/TYPE-HOW.pdf,
and prints the median of ROUNDS documents in milliseconds. They make no code, no tags and no page breaks of their own
choosing: it favours them."""
import html
import itertools
import statistics
import sys
import time

HOW, TYPE, FOLDER, ROUNDS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
TITLE, HEADING, TABLE_HEAD, TABLE_CELL = 1, 2, 4, 5


def blocks():
    """("text", role, words) or ("table", rows), each row a list of cells."""
    lines = [line.rstrip("\n").split("\t", 3) for line in open(f"{FOLDER}/{TYPE}.tsv", encoding="utf-8")]
    cells = []
    for (role, row, _), items in itertools.groupby(lines, key=lambda line: tuple(line[:3])):
        cells.append((int(role), int(row), " ".join(item[3] for item in items)))
    for is_table, group in itertools.groupby(cells, key=lambda cell: cell[0] in (TABLE_HEAD, TABLE_CELL)):
        if is_table:
            rows = [[cell[2] for cell in row] for _, row in itertools.groupby(group, key=lambda cell: cell[1])]
            yield "table", rows
        else:
            for role, _, words in group:
                yield "text", role, words


def write_html():
    parts = ["<!doctype html><html lang=fr><meta charset=utf-8><title>Document</title><style>@page{size:A4;margin:15mm}"
             "body{font:9pt 'Liberation Sans'}table{border-collapse:collapse;width:100%}td{border:.2mm solid #000}"
             "img{float:right;width:40mm}</style><img src=code.png alt='2D-Doc'>"]
    for block in blocks():
        if block[0] == "table":
            parts.append("<table>")
            for row in block[1]:
                parts.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>")
            parts.append("</table>")
        else:
            tag = {TITLE: "h1", HEADING: "h2"}.get(block[1], "p")
            parts.append(f"<{tag}>{html.escape(block[2])}</{tag}>")
    with open(f"{FOLDER}/{TYPE}.html", "w", encoding="utf-8") as file:
        file.write("".join(parts))


def weasyprint_maker():
    import weasyprint
    return lambda: weasyprint.HTML(f"{FOLDER}/{TYPE}.html").write_pdf(f"{FOLDER}/{TYPE}-weasyprint.pdf")


def reportlab_maker():
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("Sans", "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"))
    plain = ParagraphStyle("plain", fontName="Sans", fontSize=9, leading=11)
    large = ParagraphStyle("large", fontName="Sans", fontSize=14, leading=17)

    def make():
        story = [Image(f"{FOLDER}/code.png", 40 * mm, 40 * mm, hAlign="RIGHT")]
        for block in blocks():
            if block[0] == "table":
                for width, rows in itertools.groupby(block[1], key=len):
                    cells = [[Paragraph(html.escape(cell), plain) for cell in row] for row in rows]
                    story.append(Table(cells, colWidths=[180 * mm / width] * width,
                                       style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
            else:
                story.append(Paragraph(html.escape(block[2]), large if block[1] in (TITLE, HEADING) else plain))
        SimpleDocTemplate(f"{FOLDER}/{TYPE}-reportlab.pdf", pagesize=A4, leftMargin=15 * mm,
                          rightMargin=15 * mm).build(story)

    return make


write_html()
make = {"weasyprint": weasyprint_maker, "reportlab": reportlab_maker}[HOW]()
times = []
for _ in range(ROUNDS + (ROUNDS > 1)):
    start = time.perf_counter()
    make()
    times.append((time.perf_counter() - start) * 1000)
print(statistics.median(times[-ROUNDS:]))
