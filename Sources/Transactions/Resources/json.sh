
# --- JSON -------------------------------------------------------------------------------------------------------------

# Prints its argument as a JSON string. What is not UTF-8 becomes U+FFFD.
json_string() {
    case $1 in
    *[!A-Za-z0-9\ ._:/=@,+-]*) printf '%s' "$1" | json_escape ;;
    *) printf '"%s"' "$1" ;;
    esac
}

json_escape() {
    awk '
        BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
        { text = text (NR > 1 ? "\n" : "") $0 }
        # How many bytes of a UTF-8 sequence follow the one at `at`; 0 if there is none.
        function following(at, lead,    more, k, next_code) {
            more = lead < 194 ? 0 : lead < 224 ? 1 : lead < 240 ? 2 : lead < 245 ? 3 : 0
            for (k = 1; k <= more; k++) {
                next_code = code[substr(text, at + k, 1)] + 0
                if (next_code < 128 || next_code > 191) return 0
                if (k == 1 && lead == 224 && next_code < 160) return 0
                if (k == 1 && lead == 237 && next_code > 159) return 0
                if (k == 1 && lead == 240 && next_code < 144) return 0
                if (k == 1 && lead == 244 && next_code > 143) return 0
            }
            return more
        }
        END {
            printf "\""
            size = length(text)
            for (i = 1; i <= size; i++) {
                character = substr(text, i, 1)
                number = code[character] + 0
                if (character == "\"" || character == "\\") printf "\\%s", character
                else if (number < 32 || number == 127) printf "\\u%04x", number
                else if (number < 128) printf "%s", character
                else if (more = following(i, number)) { printf "%s", substr(text, i, more + 1); i += more }
                else printf "\\ufffd"
            }
            printf "\""
        }'
}

# Prints a text or null.
json_optional() {
    if [ -n "$1" ]; then json_string "$1"; else printf 'null'; fi
}

# Prints the lines of a file, at most 50, as an array of strings.
json_lines() {
    printf '['
    if [ -f "$1" ]; then
        json_separator=
        head -n 50 "$1" | while IFS= read -r json_line; do
            printf '%s' "$json_separator"
            json_string "$json_line"
            json_separator=,
        done
    fi
    printf ']'
}

# Ends a verb that changed nothing: a code of DeviceRefusal, a message, and a file of differences if there are any.
refuse() {
    printf '{"error":{"code":"%s","message":' "$1"
    json_string "$2"
    printf ',"differences":'
    json_lines "${3:-/dev/null/none}"
    printf '}}\n'
    drop_upload
    exit 10
}

note() {
    printf 'umstieg-device: %s\n' "$*" >&2
}
