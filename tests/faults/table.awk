# Prints the table that `make test-faults` ends with, from what fault_table_add() wrote: a line a kind, and their sum; then the notes.
# Exits 1 when there is nothing to print.
function pad(text, width) {
    while (length(text) < width)
        text = text " "
    return text
}

function row(kind, points, survived, lost, doubled) {
    printf "%s  %8s  %8s  %8s  %8s\n", pad(kind, widest), points, survived, lost, doubled
}

BEGIN {
    FS = "\t"
    widest = length("kind of fault")
}

$1 == "FAULTS" && NF == 6 {
    if (!($2 in points))
        kinds[++count] = $2
    points[$2] += $3
    survived[$2] += $4
    lost[$2] += $5
    doubled[$2] += $6
    for (i = 3; i <= 6; i++)
        total[i] += $i
    if (length($2) > widest)
        widest = length($2)
}

$1 == "NOTE" && NF == 2 {
    notes[++note_count] = $2
}

END {
    row("kind of fault", "points", "survived", "lost", "doubled")
    for (i = 1; i <= count; i++)
        row(kinds[i], points[kinds[i]], survived[kinds[i]], lost[kinds[i]], doubled[kinds[i]])
    row("all", total[3] + 0, total[4] + 0, total[5] + 0, total[6] + 0)
    for (i = 1; i <= note_count; i++)
        print notes[i]
    exit count == 0
}
