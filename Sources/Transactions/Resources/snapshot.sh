
# --- snapshot and files -----------------------------------------------------------------------------------------------
#
# snapshot/paths is "N KIND PATH" lines, KIND one of file, symlink, absent; snapshot/N is the copy. A restore copy of
# each lies in the path's own directory under a dot name, so that going back is a rename. snapshot/directories names
# those that did not exist, deepest first.

staged_name() {
    printf '%s%s/.umstieg-%s-%s\n' "$ROOT" "${2%/*}" "$id" "$1"
}

# Splits "FIRST SECOND REST" into first_word, second_word and rest_words; `read` would lose a blank at the end of a path.
split_line() {
    first_word=${1%% *}
    rest_words=${1#* }
    second_word=${rest_words%% *}
    rest_words=${rest_words#* }
}

# Records what is there. On failure, `snapshot_failure` says why.
take_snapshot() {
    mkdir "$tx/snapshot"
    : >"$tx/snapshot/directories"
    : >"$tx/snapshot/paths"
    touched_paths "$tx" >"$tx/snapshot/names"
    snapshot_number=0
    snapshot_failure=
    while IFS= read -r snapshot_path; do
        snapshot_number=$((snapshot_number + 1))
        record_path "$snapshot_number" "$snapshot_path" || return 1
    done <"$tx/snapshot/names"
    rm "$tx/snapshot/names"
    record_options || snapshot_failure='no space for the options of UCI, or they can not be read'
    listing >"$tx/before" || snapshot_failure='the listing could not be written'
    ! grep -q '^unreadable ' "$tx/before" || snapshot_failure='options of UCI could not be read'
    dd if=/dev/urandom of="$tx/reserve" bs=1024 count="$RESERVE_KIB" 2>/dev/null ||
        snapshot_failure='no space for the reserve'
    [ -z "$snapshot_failure" ]
}

record_path() {
    snapshot_failure=
    if [ -L "$ROOT$2" ]; then
        record_kind=symlink
    elif [ -f "$ROOT$2" ]; then
        record_kind='file'
    elif [ -e "$ROOT$2" ]; then
        snapshot_failure="$2 is neither a file nor a symbolic link"
        return 1
    else
        record_kind=absent
    fi
    # The line comes first: a begin that is killed in the middle finds by it what to remove.
    printf '%s %s %s\n' "$1" "$record_kind" "$2" >>"$tx/snapshot/paths" || snapshot_failure='no space for the snapshot'
    if [ "$record_kind" = absent ]; then
        record_missing_directories "${2%/*}"
    else
        { cp -pP "$ROOT$2" "$tx/snapshot/$1" && stage_path "$1" "$2"; } 2>"$tx/error" ||
            snapshot_failure="$2 can't be copied: $(head -n 1 "$tx/error")"
    fi
    [ -z "$snapshot_failure" ]
}

record_missing_directories() {
    missing_directory=$1
    while [ -n "$missing_directory" ] && [ ! -e "$ROOT$missing_directory" ]; do
        printf '%s\n' "$missing_directory" >>"$tx/snapshot/directories"
        missing_directory=${missing_directory%/*}
    done
}

# Puts the restore copy beside the path, and reads it back.
stage_path() {
    stage=$(staged_name "$1" "$2")
    rm -f "$stage"
    cp -pP "$tx/snapshot/$1" "$stage" || return 1
    [ -L "$stage" ] || cmp "$tx/snapshot/$1" "$stage"
}

# Renews the restore copies, which a confirmation took away. They are 0 or more files: all or none.
stage_all() {
    while IFS= read -r stage_line; do
        split_line "$stage_line"
        [ "$second_word" = absent ] || stage_path "$first_word" "$rest_words" || return 1
    done <"$tx/snapshot/paths"
}

unstage_all() {
    [ -f "$tx/snapshot/paths" ] || return 0
    while IFS= read -r stage_line; do
        split_line "$stage_line"
        rm -f "$(staged_name "$first_word" "$rest_words")" "$ROOT${rest_words%/*}/.umstieg-$id-new"
    done <"$tx/snapshot/paths"
}

# Whether a path is as the listing in a file says.
path_is_as_in() {
    path_now=$(list_path "$2")
    while IFS= read -r path_line; do
        [ "$path_line" != "$path_now" ] || return 0
    done <"$1"
    return 1
}

# Brings one path back; true if it is back. Good for a path that was never changed or is back already.
restore_path() {
    restore_stage=$(staged_name "$1" "$3")
    if path_is_as_in "$tx/before" "$3"; then
        rm -f "$restore_stage"
        return 0
    fi
    # A unit that was active and read this file has to read it again, even if this process is killed now.
    true >"$restart_mark" || :
    if [ -d "$ROOT$3" ] && [ ! -L "$ROOT$3" ]; then
        problem "$3: a directory is in its place"
        return 0
    fi
    if [ "$2" = absent ]; then
        rm -f "$ROOT$3"
        return 0
    fi
    if [ ! -e "$restore_stage" ] && [ ! -L "$restore_stage" ]; then
        if ! { mkdir -p "$ROOT${3%/*}" && stage_path "$1" "$3"; }; then
            problem "$3: its restore copy is gone and can't be made again"
            return 0
        fi
    fi
    # A rename onto a link to a directory would go into that directory.
    if [ -d "$ROOT$3" ]; then rm -f "$ROOT$3"; fi
    mv -f "$restore_stage" "$ROOT$3" || problem "$3: the rename failed"
}

# restore_paths_of FILE MARK: brings back the paths that a file names; MARK appears if one of them was otherwise.
restore_paths_of() {
    restart_mark=$2
    while IFS= read -r restore_line; do
        split_line "$restore_line"
        if grep -Fxq -e "$rest_words" "$1"; then
            restore_path "$first_word" "$second_word" "$rest_words"
        fi
    done <"$tx/snapshot/paths"
}

remove_created_directories() {
    while IFS= read -r created_directory; do
        rmdir "$ROOT$created_directory" 2>/dev/null || :
    done <"$tx/snapshot/directories"
}

# install_file CONTENT MODE OWNER PATH: puts a file in place by rename.
install_file() {
    install_new=$ROOT${4%/*}/.umstieg-$id-new
    if [ -d "$ROOT$4" ]; then
        echo "$4 is a directory"
        return 1
    fi
    (umask 022 && mkdir -p "$ROOT${4%/*}") &&
        cp "$1" "$install_new" &&
        chown "$3" "$install_new" &&
        chmod "$2" "$install_new" &&
        mv -f "$install_new" "$ROOT$4"
}
