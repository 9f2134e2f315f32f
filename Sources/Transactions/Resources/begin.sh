
# --- begin ------------------------------------------------------------------------------------------------------------

# Run from the directory that the controller's tar was unpacked in. Answers `armed` only after reading everything back.
begin() {
    find_upload "$1"
    validate_upload "$1"
    lock
    check_fence "$option_fence"
    answer_if_begun "$1"
    refuse_if_held
    refuse_if_pending
    refuse_if_path_held
    adopt_upload "$1"
    take_snapshot || give_up_snapshot
    arm || give_up not-armed 'the dead-man timer is not armed, or could not be read back'
    set_status armed 0 '' || give_up no-space 'the state could not be written'
    report
}

find_upload() {
    upload=${0%/*}
    upload=$(cd "$upload" && pwd)
    case $upload in
    */incoming/*) ;;
    *) upload=. && refuse invalid 'begin runs from the directory that was uploaded' ;;
    esac
    tx=$upload id=$1
    # The last file of the tar: a connection that was cut never brings it.
    [ "$(cat "$tx/complete" 2>/dev/null)" = "$1" ] || refuse invalid 'the upload is not complete'
}

drop_upload() {
    case ${upload:-} in
    */incoming/*) rm -rf "$upload" ;;
    esac
}

validate_upload() {
    is_name "$1" || refuse invalid "not an id: $1"
    read_manifest "$tx" || refuse invalid 'no manifest'
    [ "$m_format" = 1 ] || refuse invalid "the manifest's format is not 1: $m_format"
    [ "$m_id" = "$1" ] || refuse invalid "the manifest is another transaction's: $m_id"
    [ "$m_fence" = "$option_fence" ] || refuse invalid "the manifest has another fencing token: $m_fence"
    is_name "$m_scope" || refuse invalid "not a scope: $m_scope"
    [ -z "$m_domain" ] || is_name "$m_domain" || refuse invalid "not a domain: $m_domain"
    case $m_role in
    opens-new | switches-node | closes-old) ;;
    *) refuse invalid "not a role: $m_role" ;;
    esac
    for validated in "$m_deadline" "$m_maximum_deadline" "$m_revert_bound" "$m_step_count"; do
        is_number "$validated" || refuse invalid "not a number in the manifest: $validated"
    done
    [ "$m_deadline" -gt "$CONFIRM_MARGIN" ] || refuse invalid "a deadline of $m_deadline s can't be confirmed"
    [ "$m_deadline" -le "$m_maximum_deadline" ] || refuse invalid 'the deadline exceeds its maximum'
    if [ "$m_step_count" -lt 1 ] || [ "$m_step_count" -gt 99 ]; then refuse invalid "$m_step_count steps"; fi
    validated_step=0
    while [ "$validated_step" -lt "$m_step_count" ]; do
        validated_step=$((validated_step + 1))
        validate_step "$(step_directory "$validated_step")"
    done
}

validate_step() {
    for validated in name apply check check_seconds undo drain undrain reload paths links units files options; do
        [ -f "$1/$validated" ] || refuse invalid "${1##*/} of the upload has no $validated"
    done
    is_number "$(cat "$1/check_seconds")" || refuse invalid "check_seconds of ${1##*/} is not a number"
    step_paths "$1" >"$tx/validated"
    while IFS= read -r validated; do validate_path "$validated"; done <"$tx/validated"
    while IFS= read -r validated; do
        case $validated in
        '' | -* | *[!A-Za-z0-9:_.@\\-]*) refuse invalid "not a unit: $validated" ;;
        systemd-networkd | systemd-networkd.*) refuse invalid 'systemd-networkd is never restarted' ;;
        esac
    done <"$1/units"
    while IFS= read -r validated; do
        case $validated in
        '' | -* | */* | *[[:cntrl:][:blank:]]*) refuse invalid "not an interface: $validated" ;;
        esac
        [ ${#validated} -le 15 ] || refuse invalid "not an interface: $validated"
    done <"$1/links"
    while IFS= read -r validated; do validate_option "$validated"; done <"$1/options"
    while IFS=' ' read -r validated_mode validated_owner _; do
        case $validated_mode in
        0[0-7][0-7][0-7]) ;;
        *) refuse invalid "not a mode: $validated_mode" ;;
        esac
        case $validated_owner in
        [!A-Za-z0-9_]* | *[!A-Za-z0-9_.:-]*) refuse invalid "not an owner: $validated_owner" ;;
        esac
    done <"$1/files"
}

validate_path() {
    case $1 in
    *[[:cntrl:]]*) refuse invalid "a control character is in the path $1" ;;
    *//* | */./* | */../* | */. | */.. | */) refuse invalid "not a plain path: $1" ;;
    /?*) ;;
    *) refuse invalid "not an absolute path: $1" ;;
    esac
    case $ROOT$1 in
    "$STATE"/*) refuse invalid "$1 lies in the state directory" ;;
    esac
    [ ! -d "$ROOT$1" ] || [ -L "$ROOT$1" ] || refuse invalid "$1 is a directory"
}

# The same begin again, after a lost reply: the same answer. The upload is compared by the digest of all its files.
answer_if_begun() {
    upload_digest=$(cd "$upload" && rm -f validated && find . -type f | sort | xargs sha256sum | sha256sum)
    select_transaction "$1"
    if ! read_status; then
        [ ! -d "$tx" ] || forget_unfinished
        tx=$upload
        return 0
    fi
    if [ "$state" = armed ] && [ "$(cat "$tx/upload")" = "$upload_digest" ]; then
        read_deadline
        timer_is_armed "$generation" || refuse not-armed "the timer of $1 is gone"
        drop_upload
        report
        exit 0
    fi
    refuse wrong-state "the id $1 is used already: $state"
}

refuse_if_held() {
    [ ! -e "$STATE/holds/$m_scope" ] || refuse held "a hold is set on $m_scope"
}

refuse_if_pending() {
    all_transactions >"$upload/others"
    while IFS=' ' read -r other_state _ other_scope other_id; do
        [ "$other_scope" = "$m_scope" ] || continue
        if is_pending "$other_state"; then
            refuse pending "$other_id is $other_state in $m_scope"
        elif [ "$other_state" = revert-failed ]; then
            refuse pending "$other_id in $m_scope could not be reverted and needs a human"
        fi
    done <"$upload/others"
}

refuse_if_path_held() {
    while IFS=' ' read -r other_state _ other_scope other_id; do
        if [ "$other_state" = reverted ] || [ "$other_scope" = "$m_scope" ]; then continue; fi
        shared=$(shared_path "$other_id")
        [ -z "$shared" ] || refuse path-held "$shared is held by $other_id of $other_scope, which is $other_state"
    done <"$upload/others"
}

# Prints the first path, or section of UCI, that the current transaction has in common with another.
shared_path() {
    touched_things "$STATE/tx/$1" >"$tx/other-paths"
    touched_things "$tx" | grep -Fx -f "$tx/other-paths" | head -n 1
    rm -f "$tx/other-paths"
}

# Makes the upload a transaction without status: until `armed` it counts as not begun.
adopt_upload() {
    drop_dead_uploads
    rm -f "$upload/others"
    printf '%s\n' "$upload_digest" >"$upload/upload"
    next_sequence >"$upload/sequence"
    mkdir -p "$STATE/tx"
    mv "$upload" "$STATE/tx/$1" || refuse no-space 'the upload could not be taken over'
    upload=
    select_transaction "$1"
}

# Uploads that were cut: the shell that unpacked them, whose pid ends the name, is gone.
drop_dead_uploads() {
    for dead_upload in "$STATE"/incoming/*; do
        if [ ! -d "$dead_upload" ] || [ "$dead_upload" = "$upload" ]; then continue; fi
        process_facts "${dead_upload##*.}" >/dev/null || rm -rf "$dead_upload"
    done
}

next_sequence() {
    sequence_highest=0
    for sequence_file in "$STATE"/tx/*/sequence; do
        sequence=0
        { IFS= read -r sequence; } 2>/dev/null <"$sequence_file" || :
        [ "${sequence:-0}" -le "$sequence_highest" ] || sequence_highest=$sequence
    done
    printf '%s\n' "$((sequence_highest + 1))"
}

# The deadline is durable before a timer runs, and the timer runs before the state says so.
arm() {
    arm_now=$(uptime_now)
    printf '%s %s %s 1\n' "$(boot_id)" "$((arm_now + m_deadline * 100))" "$((arm_now + m_maximum_deadline * 100))" |
        put "$tx/deadline" &&
        arm_boot &&
        arm_timer 1 "$m_deadline" &&
        [ "$(remaining)" -gt 0 ]
}

give_up() {
    forget_unfinished
    disarm_boot
    refuse "$1" "$2"
}

give_up_snapshot() {
    case $snapshot_failure in
    *'neither a file'*) give_up invalid "$snapshot_failure" ;;
    *'o space'*) give_up no-space "$snapshot_failure" ;;
    *) give_up failed "$snapshot_failure" ;;
    esac
}
