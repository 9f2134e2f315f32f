
# --- the listing and its digest ---------------------------------------------------------------------------------------
#
# A transaction's digest is the SHA-256 of this text, one line an item, lines sorted bytewise, each ending in a newline:
#
#   file MODE UID GID SHA256 PATH          MODE as `ls -ln` writes it, ten characters: -rw-r--r--
#   symlink UID GID SHA256 PATH            SHA-256 of the target, without a newline
#   absent PATH  |  directory PATH  |  other PATH
#   unit ENABLEMENT ACTIVITY NAME          as systemctl is-enabled and is-active say, with `absent` for a unit without
#                                          a file, `active` for activating and reloading, `inactive` for the rest
#   interface present|absent NAME
#   uci SHA256 KEY                         SHA-256 of what uci exports of it, see uci.sh
#
# PATH is the touched path without UMSTIEG_ROOT. Contents never appear, only their hashes.

# Prints the paths that the transaction in a directory touches, each once, in the order of its steps.
touched_paths() {
    for touched_step in "$1"/steps/*; do
        sed -n 's/^[^ ]* [^ ]* //p' "$touched_step/files"
        cat "$touched_step/paths"
    done | awk '!seen[$0]++'
}

# Prints what no two scopes may change: paths, and sections of UCI.
touched_things() {
    touched_paths "$1"
    touched_options "$1" | sed 's/^\([^.]*\.[^.=]*\).*/uci \1/' | awk '!seen[$0]++'
}

touched_units() {
    cat "$tx"/steps/*/units | awk '!seen[$0]++'
}

touched_links() {
    cat "$tx"/steps/*/links | awk '!seen[$0]++'
}

# Prints the listing of everything that the transaction touches.
listing() {
    {
        touched_paths "$tx" | while IFS= read -r listing_name; do list_path "$listing_name"; done
        touched_units | while IFS= read -r listing_name; do list_unit "$listing_name"; done
        touched_links | while IFS= read -r listing_name; do list_link "$listing_name"; done
        mkdir -p "$RUN"
        touched_options "$tx" >"$RUN/names.$$"
        # What can't be read is as nothing ever was: two listings that lack it would agree.
        list_options "$RUN/names.$$" || printf 'unreadable uci %s %s\n' "$$" "$(uptime_now)"
        rm -f "$RUN/names.$$"
    } | sort
}

list_path() {
    list_file=$ROOT$1
    if [ -L "$list_file" ]; then
        list_hash=$(printf '%s' "$(readlink "$list_file")" | sha256sum)
        # shellcheck disable=SC2012,SC2046 # there is no stat, and the fields are wanted
        set -- "$1" $(ls -lnd "$list_file")
        printf 'symlink %s %s %s %s\n' "$4" "$5" "${list_hash%% *}" "$1"
    elif [ -f "$list_file" ]; then
        list_hash=$(sha256sum <"$list_file")
        # shellcheck disable=SC2012,SC2046
        set -- "$1" $(ls -lnd "$list_file")
        printf 'file %.10s %s %s %s %s\n' "$2" "$4" "$5" "${list_hash%% *}" "$1"
    elif [ -d "$list_file" ]; then
        printf 'directory %s\n' "$1"
    elif [ -e "$list_file" ]; then
        printf 'other %s\n' "$1"
    else
        printf 'absent %s\n' "$1"
    fi
}

list_unit() {
    printf 'unit %s %s %s\n' "$(unit_enablement "$1")" "$(unit_activity "$1")" "$1"
}

list_link() {
    if link_exists "$1"; then
        printf 'interface present %s\n' "$1"
    else
        printf 'interface absent %s\n' "$1"
    fi
}

link_exists() {
    "$IP" link show dev "$1" >/dev/null 2>&1
}

digest_of() {
    digest_line=$(sha256sum <"$1")
    printf '%s\n' "${digest_line%% *}"
}

# differences BEFORE NOW: what the second listing has otherwise than the first, one item a line, for people.
# Contents are told by the start of their hash.
differences() {
    awk '
        function subject(    words) {
            words = $1 == "file" ? 5 : $1 == "symlink" ? 4 : $1 == "unit" ? 3 : $1 == "interface" || $1 == "uci" ? 2 : 1
            text = $0
            value = ""
            while (words-- > 0) {
                cut = index(text, " ")
                part = substr(text, 1, cut - 1)
                value = value (value == "" ? "" : " ") (length(part) == 64 ? substr(part, 1, 8) : part)
                text = substr(text, cut + 1)
            }
            return ($1 == "unit" || $1 == "interface" || $1 == "uci" ? $1 " " : "") text
        }
        FILENAME == ARGV[1] { name = subject(); before[name] = value; next }
        { name = subject(); if (before[name] != value) print name ": " value " instead of " before[name] }
    ' "$1" "$2"
}

# --- units ------------------------------------------------------------------------------------------------------------

unit_enablement() {
    if [ "$FLAVOUR" = systemd ]; then
        unit_word=$(systemctl is-enabled "$1" 2>/dev/null) || :
        case $unit_word in
        '' | not-found) unit_word=absent ;;
        esac
        printf '%s\n' "${unit_word%%[!a-z-]*}"
    elif [ ! -x "$ROOT/etc/init.d/$1" ]; then
        echo absent
    elif "$ROOT/etc/init.d/$1" enabled </dev/null; then
        echo enabled
    else
        echo disabled
    fi
}

unit_activity() {
    if [ "$FLAVOUR" = systemd ]; then
        unit_word=$(systemctl is-active "$1" 2>/dev/null) || :
    elif [ -x "$ROOT/etc/init.d/$1" ] && "$ROOT/etc/init.d/$1" running </dev/null >/dev/null 2>&1; then
        unit_word=active
    else
        unit_word=inactive
    fi
    case $unit_word in
    active | activating | reloading) echo active ;;
    *) echo inactive ;;
    esac
}

# set_unit ACTION NAME: start, stop, restart, enable or disable; a call that hangs is given up.
set_unit() {
    if [ "$FLAVOUR" = systemd ]; then
        within 60 systemctl "$1" "$2" >/dev/null 2>&1
    elif [ -x "$ROOT/etc/init.d/$2" ]; then
        within 60 "$ROOT/etc/init.d/$2" "$1" >/dev/null 2>&1
    fi
}
