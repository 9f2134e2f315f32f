
# --- a transaction's own files ----------------------------------------------------------------------------------------

# Makes a transaction the current one: sets `id` and `tx`.
select_transaction() {
    id=$1
    tx=$STATE/tx/$id
}

# For verbs about one transaction: it must be there, and its begin must have ended.
require_transaction() {
    is_name "$1" || refuse invalid "not an id of a transaction: $1"
    select_transaction "$1"
    read_status || refuse no-such-transaction "there is no transaction $id on this device"
    read_manifest "$tx"
}

# An id or a scope: it names a file and a part of a unit.
is_name() {
    case $1 in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) return 1 ;;
    esac
    [ ${#1} -le 64 ]
}

is_number() {
    case $1 in
    '' | *[!0-9]*) return 1 ;;
    esac
    [ ${#1} -le 10 ]
}

# Sets state, step and reason.
read_status() {
    state='' step=0 reason=''
    { IFS=' ' read -r state step && { IFS= read -r reason || :; }; } 2>/dev/null <"$tx/status" || return 1
    [ -n "$state" ]
}

# set_status STATE STEP REASON, durably. The caller has the lock.
set_status() {
    printf '%s %s\n%s\n' "$1" "$2" "$(printf '%.400s' "$3" | tr '\n' ' ')" | put "$tx/status"
}

is_pending() {
    case $1 in
    armed | applying | applied | reverting) return 0 ;;
    *) return 1 ;;
    esac
}

# Reads "key value" lines into m_… variables.
read_manifest() {
    m_format='' m_id='' m_rollout='' m_domain='' m_scope='' m_role='' m_owner='' m_fence='' m_deadline=''
    m_maximum_deadline='' m_revert_bound='' m_step_count=''
    while IFS= read -r manifest_line; do
        manifest_value=${manifest_line#* }
        case ${manifest_line%% *} in
        format) m_format=$manifest_value ;;
        id) m_id=$manifest_value ;;
        rollout) m_rollout=$manifest_value ;;
        domain) m_domain=$manifest_value ;;
        scope) m_scope=$manifest_value ;;
        role) m_role=$manifest_value ;;
        owner) m_owner=$manifest_value ;;
        fence) m_fence=$manifest_value ;;
        deadline) m_deadline=$manifest_value ;;
        maximum_deadline) m_maximum_deadline=$manifest_value ;;
        revert_bound) m_revert_bound=$manifest_value ;;
        step_count) m_step_count=$manifest_value ;;
        esac
    done <"$1/manifest"
}

step_directory() {
    printf '%s/steps/%02d\n' "$tx" "$1"
}

step_name() {
    if [ "$1" -gt 0 ]; then head -n 1 "$(step_directory "$1")/name" 2>/dev/null || :; fi
}

# Prints the paths that a step installs or may change.
step_paths() {
    sed 's/^[^ ]* [^ ]* //' "$1/files"
    cat "$1/paths"
}

# Prints "STATE SEQUENCE SCOPE ID" of each transaction whose begin has ended.
all_transactions() {
    for all_tx in "$STATE"/tx/*; do
        { IFS=' ' read -r all_state _; } 2>/dev/null <"$all_tx/status" || continue
        { IFS= read -r all_sequence; } 2>/dev/null <"$all_tx/sequence" || all_sequence=0
        all_scope=$(sed -n 's/^scope //p' "$all_tx/manifest")
        printf '%s %s %s %s\n' "$all_state" "$all_sequence" "$all_scope" "${all_tx##*/}"
    done
}

any_pending() {
    all_transactions | grep -Eq '^(armed|applying|applied|reverting) '
}

# Reads holder_boot's neighbours of the worker: whether the detached worker still runs.
worker_is_alive() {
    holder_is_alive "$tx/worker"
}

# Removes what an unfinished begin left. Nothing has been touched but dot files of our own.
forget_unfinished() {
    read_deadline
    stop_timers 1 "$generation"
    unstage_all
    rm -rf "$tx"
}

# --- what a verb prints -----------------------------------------------------------------------------------------------

# Prints the current transaction as one JSON object; `brief` leaves out the digests, which cost a look at every path.
report() {
    read_manifest "$tx"
    read_status || :
    report_remaining=null
    if is_pending "$state"; then report_remaining=$(remaining); fi
    printf '{"id":"%s","scope":"%s","rollout":' "$id" "$m_scope"
    json_string "$m_rollout"
    printf ',"domain":'
    json_optional "$m_domain"
    printf ',"role":"%s","owner":' "$m_role"
    json_string "$m_owner"
    printf ',"state":"%s","step":%s,"step_count":%s,"step_name":' "$state" "$step" "$m_step_count"
    json_string "$(step_name "$step")"
    printf ',"remaining":%s,"revert_bound":%s,"boot_id":"%s"' "$report_remaining" "$m_revert_bound" "$(boot_id)"
    printf ',"fencing_token":%s,"device_fencing_token":%s,"reason":' "$m_fence" "$(highest_fence)"
    json_string "$reason"
    printf ',"differences":'
    json_lines "$tx/differences"
    printf ',"probation":'
    json_optional "$(probation)"
    printf ',"digests":'
    if [ "${1:-}" = brief ]; then printf 'null'; else report_digests; fi
    printf '}\n'
}

# Prints how far the probation has come that was begun with the confirmation; nothing if there was none.
probation() {
    if [ ! -e "$tx/probation" ] || [ "$state" != confirmed ]; then return 0; fi
    if [ -e "$STATE/probation.result" ]; then
        echo returned
    elif [ -e "$STATE/probation" ]; then
        echo running
    else
        echo settled
    fi
}

report_digests() {
    printf '{"before":"%s","after":' "$(digest_of "$tx/before")"
    if [ -f "$tx/after" ]; then printf '"%s"' "$(digest_of "$tx/after")"; else printf 'null'; fi
    report_now=$(listing | sha256sum)
    printf ',"now":"%s"}' "${report_now%% *}"
}

report_progress() {
    printf '{"progress":{"state":"%s","step":%s,"step_count":%s,"step_name":' "$state" "$step" "$m_step_count"
    json_string "$(step_name "$step")"
    printf '}}\n'
}

# --- fencing and holds ------------------------------------------------------------------------------------------------

highest_fence() {
    fence_seen=0
    { IFS= read -r fence_seen; } 2>/dev/null <"$STATE/fence" || :
    printf '%s\n' "${fence_seen:-0}"
}

# Refuses a token older than the highest that this device has seen, and remembers a newer one. The caller has the lock.
check_fence() {
    fence_highest=$(highest_fence)
    [ "$1" -ge "$fence_highest" ] ||
        refuse fenced "fencing token $1 is older than $fence_highest, which this device has seen"
    if [ "$1" -gt "$fence_highest" ]; then
        printf '%s\n' "$1" | put "$STATE/fence"
    fi
}
