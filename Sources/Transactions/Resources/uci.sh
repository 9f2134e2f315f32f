
# --- UCI --------------------------------------------------------------------------------------------------------------
#
# A step's `options` are lines PACKAGE.SECTION.OPTION, PACKAGE.SECTION for all of a section, or PACKAGE.SECTION= for a
# section's existence and type alone: what `apply` sets, without committing it. Until the confirmation commits it a power
# cut takes it back by itself.
#
# snapshot/options is "N KEY" lines; of each, option.N holds what was there, one name a line, "KIND NAME" with KIND one of
# absent, section, option, list; option.N.M the value of line M, items of a list with UCI_SEPARATOR between them.

UCI_SEPARATOR=$(printf '\001')

touched_options() {
    cat "$1"/steps/*/options | awk '!seen[$0]++'
}

touched_packages() {
    touched_options "$1" | sed 's/\..*//' | awk '!seen[$0]++'
}

validate_option() {
    case ${1%=} in
    *.*.*.* | *..* | .* | *. | *[!A-Za-z0-9_.-]* | -*) refuse invalid "not a name of UCI: $1" ;;
    *.*) ;;
    *) refuse invalid "not a section or an option of UCI: $1" ;;
    esac
    command -v uci >/dev/null || refuse invalid 'there is no uci on this device'
}

# Sets uci_value as uci prints it; false if there is nothing.
uci_get() {
    uci_value=$(uci -q -d "$UCI_SEPARATOR" get "$1" && printf x) || return 1
    uci_value=${uci_value%x}
    # The line feed is uci's.
    uci_value=${uci_value%?}
}

# Prints "KIND OPTION" of each option of a named section, and "section TYPE" first; nothing if there is no such section.
uci_kinds() {
    uci -q export "${1%%.*}" 2>/dev/null | awk -v section="${1#*.}" '
        BEGIN { wanted = "\047" section "\047" }
        # A value may have lines that look like others: only those outside of quotes count.
        !quoted && /^config / { inside = ($3 == wanted || $3 == section); if (inside) print "section", $2 }
        !quoted && inside && ($1 == "option" || $1 == "list") && !seen[$2]++ { print $1, $2 }
        {
            for (i = 1; i <= length($0); i++) {
                c = substr($0, i, 1)
                if (quoted) { if (c == "\047") quoted = 0 }
                else if (c == "\\") i++
                else if (c == "\047") quoted = 1
            }
        }
    '
}

# option_kinds KEY: the same for one key: all of its section, or only its option; or "absent KEY".
option_kinds() {
    case $1 in
    *=)
        if kinds_found=$(uci -q get "${1%=}"); then echo "section $kinds_found"; else echo absent; fi
        ;;
    *.*.*)
        kinds_option=${1##*.}
        if uci -q get "$1" >/dev/null 2>&1; then
            kinds_found=$(uci_kinds "${1%.*}" | awk -v option="$kinds_option" '$1 != "section" && $2 == option')
            printf '%s\n' "${kinds_found:-option $kinds_option}"
        else
            echo absent
        fi
        ;;
    *)
        kinds_found=$(uci_kinds "$1")
        printf '%s\n' "${kinds_found:-absent}"
        ;;
    esac
}

# Prints all that is there under a key; for hashes.
option_text() {
    case $1 in
    *.*.*) text_section=${1%.*} ;;
    *) text_section=${1%=} ;;
    esac
    option_kinds "$1" | while IFS=' ' read -r text_kind text_name; do
        printf '%s %s ' "$text_kind" "$text_name"
        case $text_kind in
        option | list) uci_get "$text_section.$text_name" && printf '%s' "$uci_value" ;;
        esac
        printf '\n'
    done
}

# list_options FILE: prints "uci HASH KEY" of each key in a file, a line each. One export of each package and one hash for
# all of them, since a router is slow to start programs.
list_options() {
    [ -s "$1" ] || return 0
    texts=$RUN/texts.$$
    rm -rf "$texts"
    mkdir -p "$texts" || return 1
    list_options_into_texts "$1" || {
        rm -rf "$texts"
        return 1
    }
    rm -rf "$texts"
}

list_options_into_texts() {
    sed 's/\..*//' "$1" | awk '!seen[$0]++' >"$texts/packages" || return 1
    while IFS= read -r export_package; do
        printf 'package %s\n' "$export_package"
        uci -q export "$export_package" 2>/dev/null || :
    done <"$texts/packages" | awk -v names="$1" -v directory="$texts" '
        function text_of(key) {
            if (key ~ /=$/) { sub(/=$/, "", key); return key in type ? type[key] : "absent\n" }
            if (key ~ /\..*\./) return key in option ? option[key] : "absent\n"
            return key in section ? section[key] : "absent\n"
        }
        # A value may have lines that look like others: only those outside of quotes count.
        !quoted && /^package / { package = $2; gsub(/\047/, "", package); inside = name = ""; next }
        !quoted && /^[ \t]*$/ { next }
        !quoted && /^config / {
            inside = $3; gsub(/\047/, "", inside)
            if (inside != "") inside = package "." inside
            name = ""
            type[inside] = $0 "\n"
        }
        !quoted && ($1 == "option" || $1 == "list") { name = inside "." $2 }
        inside != "" {
            section[inside] = section[inside] $0 "\n"
            if (name != "") option[name] = option[name] $0 "\n"
        }
        {
            for (i = 1; i <= length($0); i++) {
                c = substr($0, i, 1)
                if (quoted) { if (c == "\047") quoted = 0 }
                else if (c == "\\") i++
                else if (c == "\047") quoted = 1
            }
        }
        END {
            while ((getline key < names) > 0) {
                file = sprintf("%s/%05d", directory, ++count)
                printf "%s", text_of(key) >file
                close(file)
            }
        }
    ' || return 1
    (cd "$texts" && sha256sum [0-9]*) >"$texts/hashes" || return 1
    awk -v names="$1" '{ if ((getline key < names) > 0) print "uci", $1, key }' "$texts/hashes"
}

# other_options FILE LISTING: prints the keys of a file that are otherwise than in a listing.
other_options() {
    list_options "$1" >"$RUN/options.$$" || return 1
    grep -Fxv -f "$2" "$RUN/options.$$" | sed 's/^uci [^ ]* //'
    rm -f "$RUN/options.$$"
}

record_options() {
    : >"$tx/snapshot/options"
    record_number=0
    touched_options "$tx" >"$tx/snapshot/names"
    while IFS= read -r record_key; do
        record_number=$((record_number + 1))
        record_option "$record_number" "$record_key" || return 1
    done <"$tx/snapshot/names"
    rm "$tx/snapshot/names"
}

record_option() {
    case $2 in
    *.*.*) record_section=${2%.*} ;;
    *) record_section=${2%=} ;;
    esac
    option_kinds "$2" >"$tx/snapshot/option.$1" || return 1
    record_line=0
    while IFS=' ' read -r record_kind record_name; do
        record_line=$((record_line + 1))
        case $record_kind in
        option | list)
            uci_get "$record_section.$record_name" || return 1
            printf '%s' "$uci_value" >"$tx/snapshot/option.$1.$record_line" || return 1
            ;;
        esac
    done <"$tx/snapshot/option.$1"
    printf '%s %s\n' "$1" "$2" >>"$tx/snapshot/options"
}

# restore_options_of FILE MARK: brings back the options that a file names; MARK appears if one of them was otherwise.
# What was only staged is dropped; what somebody has committed meanwhile is set as it was.
restore_options_of() {
    [ -s "$tx/snapshot/options" ] && [ -s "$1" ] || return 0
    restore_list=$RUN/restore.$$
    other_options "$1" "$tx/before" >"$restore_list" || restore_all_of "$1"
    if [ -s "$restore_list" ]; then
        true >"$2" || :
        while IFS= read -r restore_key; do uci -q revert "${restore_key%=}" || :; done <"$restore_list"
        other_options "$1" "$tx/before" >"$restore_list" || restore_all_of "$1"
    fi
    if [ -s "$restore_list" ]; then
        while IFS=' ' read -r restore_number restore_key; do
            grep -Fxq -e "$restore_key" "$restore_list" || continue
            restore_option "$restore_number" "$restore_key" || problem "$restore_key can't be set as it was"
        done <"$tx/snapshot/options"
        commit_options || problem "uci can't commit"
    fi
    rm -f "$restore_list"
}

# Nobody can tell which ones are otherwise, so all are set.
restore_all_of() {
    note 'options can not be compared with what was before'
    cp "$1" "$restore_list"
}

restore_option() {
    case $2 in
    *.*.*) restore_section=${2%.*} ;;
    *) restore_section=${2%=} ;;
    esac
    # A section that was there keeps what others have put into it.
    case $2 in
    *=) grep -q '^section ' "$tx/snapshot/option.$1" || uci -q delete "$restore_section" || : ;;
    *) uci -q delete "$2" || : ;;
    esac
    restore_line=0
    while IFS=' ' read -r restore_kind restore_name; do
        restore_line=$((restore_line + 1))
        case $restore_kind in
        section) uci set "$restore_section=$restore_name" || return 1 ;;
        option | list)
            uci -q delete "$restore_section.$restore_name" || :
            set_recorded "$tx/snapshot/option.$1.$restore_line" "$restore_kind" "$restore_section.$restore_name" ||
                return 1
            ;;
        esac
    done <"$tx/snapshot/option.$1"
}

# set_recorded FILE KIND KEY
set_recorded() {
    recorded=$(cat "$1" && printf x) || return 1
    recorded=${recorded%x}
    if [ "$2" = option ]; then
        uci set "$3=$recorded"
        return
    fi
    recorded_rest=$recorded$UCI_SEPARATOR
    while [ -n "$recorded_rest" ]; do
        unquote_item "${recorded_rest%%"$UCI_SEPARATOR"*}"
        uci add_list "$3=$item" || return 1
        recorded_rest=${recorded_rest#*"$UCI_SEPARATOR"}
    done
}

# Sets `item`: uci prints an item of a list in quotes if there is a blank or a line feed in it.
unquote_item() {
    item=$1
    case $item in
    "'"*[[:space:]]*"'") ;;
    *) return 0 ;;
    esac
    unquote_rest=${item#?}
    unquote_rest=${unquote_rest%?}
    item=
    unquote_mark="'\\''"
    while :; do
        case $unquote_rest in
        *"$unquote_mark"*)
            item=$item${unquote_rest%%"$unquote_mark"*}"'"
            unquote_rest=${unquote_rest#*"$unquote_mark"}
            ;;
        *) break ;;
        esac
    done
    item=$item$unquote_rest
}

# Makes what is staged last.
commit_options() {
    touched_packages "$tx" >"$tx/packages" || return 1
    while IFS= read -r commit_package; do uci commit "$commit_package" || return 1; done <"$tx/packages"
    rm -f "$tx/packages"
}
