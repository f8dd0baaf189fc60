# Rules of the code that no compiler checks: one line an offence, exit 1 when there is any. Give it all .c and .h files.
# A file opens with what it is for; functions fit on a screen; calls that cut, overrun or start a shell are not made;
# nothing sleeps. Comments and strings are not code.

function offence(file, line, what) {
    printf "%s:%d: %s\n", file, line, what
    offences++
}

function code_of(text) { # without strings, characters and comments; `in_comment` lasts from line to line
    gsub(/\\./, "", text)
    gsub(/"[^"]*"/, "\"\"", text)
    gsub(/'[^']*'/, "0", text)
    if (in_comment) {
        if (!match(text, /\*\//))
            return ""
        text = substr(text, RSTART + 2)
        in_comment = 0
    }
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", text)
    sub(/\/\/.*/, "", text)
    if (match(text, /\/\*/)) {
        in_comment = 1
        text = substr(text, 1, RSTART - 1)
    }
    return text
}

function end_file() {
    most = last_file ~ /^tests\// ? MOST_TEST_LINES : MOST_FILE_LINES
    if (last_line > most)
        offence(last_file, last_line, "more than " most " lines: split it")
}

BEGIN {
    MOST_FUNCTION_LINES = 60
    MOST_FILE_LINES = 520
    MOST_TEST_LINES = 800
    banned = "(^|[^A-Za-z0-9_])(sprintf|vsprintf|strcpy|strcat|strncpy|strncat|stpcpy|strtok|strtok_r|atoi|atol|atof" \
             "|gets|system|popen|alloca|mktemp|tmpnam|rand|srand|usleep|nanosleep|sleep)[ ]*\\("
}

FNR == 1 {
    end_file()
    in_comment = start = 0
    if ($0 !~ /^\/\*/)
        offence(FILENAME, 1, "does not open with a comment that says what it is for")
}

{
    last_file = FILENAME
    last_line = FNR
    code = code_of($0)
}

code ~ banned {
    match(code, banned)
    name = substr(code, RSTART, RLENGTH)
    gsub(/[^A-Za-z0-9_]/, "", name)
    offence(FILENAME, FNR, "calls " name "()")
}

/(TODO|FIXME|XXX)([^X]|$)/ && !/XXXXXX/ {
    offence(FILENAME, FNR, "leaves something to do")
}

code ~ /^[[:space:]]*typedef[[:space:]]+(struct|enum|union)/ && code !~ /\(/ {
    offence(FILENAME, FNR, "hides a struct, an enum or a union behind a typedef")
}

code ~ /^[A-Za-z_].*\)[[:space:]]*\{[[:space:]]*$/ && code !~ /=/ {
    start = FNR
}

/^\}/ && start > 0 {
    if (FNR - start + 1 > MOST_FUNCTION_LINES)
        offence(FILENAME, start, "function of " (FNR - start + 1) " lines: more than " MOST_FUNCTION_LINES)
    start = 0
}

END {
    end_file()
    exit offences > 0
}
