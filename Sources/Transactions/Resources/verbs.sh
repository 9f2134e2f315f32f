
# --- the other verbs --------------------------------------------------------------------------------------------------

apply() {
    require_transaction "$1"
    lock
    check_fence "$option_fence"
    read_status
    case $state in
    armed)
        if is_due; then refuse too-late 'the deadline has passed'; fi
        set_status applying 0 ''
        detach apply run-steps || note 'the worker could not be started; the timer will revert'
        ;;
    applying | applied | reverting) ;;
    *) refuse wrong-state "$id is $state" ;;
    esac
    unlock
    wait_for_end
    report
}

# Tells each step, until neither steps nor undos run any more or --wait is over. Nothing depends on this process.
wait_for_end() {
    wait_until=$(($(uptime_now) + option_wait * 100))
    wait_told=
    wait_looks=0
    while read_status; do
        case $state in
        applying | reverting)
            if [ "$wait_told" != "$state $step" ] && [ "$step" -gt 0 ]; then
                wait_told="$state $step"
                report_progress
            fi
            ;;
        # The reverter that wrote the last state is still tidying up.
        *) holder_is_alive "$tx/reverter" || return 0 ;;
        esac
        [ "$(uptime_now)" -lt "$wait_until" ] || return 0
        naps "$wait_looks"
        wait_looks=$((wait_looks + 1))
    done
}

status() {
    if [ -n "${1:-}" ]; then
        require_transaction "$1"
    else
        status_latest=$(all_transactions | sed 's/^[^ ]* //' | sort -n | tail -n 1)
        [ -n "$status_latest" ] || refuse no-such-transaction 'no transaction on this device'
        require_transaction "${status_latest##* }"
    fi
    revive_watcher
    report
}

# With a token, whoever comes later with an older one is refused: also a begin that is still on its way.
list() {
    revive_watcher
    if [ -n "$option_fence" ]; then
        lock
        check_fence "$option_fence"
        unlock
    fi
    printf '['
    list_separator=
    for list_id in $(all_transactions | sed 's/^[^ ]* //' | sort -n | sed 's/.* //'); do
        select_transaction "$list_id"
        read_status || continue
        printf '%s' "$list_separator"
        report brief
        list_separator=,
    done
    printf ']\n'
}

# A watcher process dies with the machine; systemd and procd bring theirs back themselves.
revive_watcher() {
    if [ "$FLAVOUR" = process ] && any_pending; then start_watcher || :; fi
}

extend() {
    require_transaction "$1"
    is_number "$2" || refuse invalid "not a number of seconds: $2"
    lock
    check_fence "$option_fence"
    read_status
    case $state in
    armed | applying | applied) ;;
    *) refuse wrong-state "$id is $state" ;;
    esac
    if is_due; then refuse too-late 'the deadline has passed'; fi
    extend_now=$(uptime_now)
    extend_at=$((extend_now + $2 * 100))
    [ "$extend_at" -le "$deadline_maximum" ] || extend_at=$deadline_maximum
    extend_generation=$((generation + 1))
    # The new timer runs and was read back before the old deadline goes, and the old timer goes last.
    arm_timer "$extend_generation" "$(((extend_at - extend_now + 99) / 100))" ||
        refuse not-armed 'the new timer could not be read back; the old deadline stands'
    printf '%s %s %s %s\n' "$deadline_boot" "$extend_at" "$deadline_maximum" "$extend_generation" | put "$tx/deadline"
    stop_timers 1 "$((extend_generation - 1))"
    unlock
    report
}

confirm() {
    require_transaction "$1"
    lock
    check_fence "$option_fence"
    read_status
    case $state in
    applied)
        [ "$(remaining)" -ge "$CONFIRM_MARGIN" ] ||
            refuse too-late "$(remaining) s are left, $CONFIRM_MARGIN are needed"
        # Before the state says so: a power cut in between takes it all back.
        [ -z "$(touched_options "$tx")" ] || commit_options || refuse failed 'uci can not commit'
        begin_probation || refuse failed 'the probation could not be written'
        set_status confirmed "$step" ''
        disarm
        disarm_boot
        ;;
    confirmed) ;;
    *) refuse wrong-state "$id is $state" ;;
    esac
    unlock
    report
}

# From here on the node's firmware watches, and goes back without a controller: see Playbooks/gluon/umstieg-mesh-vpn.
begin_probation() {
    [ -n "$option_probation" ] || return 0
    rm -f "$STATE/probation.result"
    true >"$tx/probation" && printf '%s %s\n' "$option_without_gateway" "$option_probation" | put "$STATE/probation"
}

# move_traffic drain|undrain ID: has traffic leave what a confirmed transaction brought, or come back; neither is undone
# by itself, and a rollback does it again.
move_traffic() {
    require_transaction "$2"
    lock
    check_fence "$option_fence"
    read_status
    unlock
    [ "$state" = confirmed ] || refuse wrong-state "$id is $state"
    [ "$option_wait" -gt 0 ] || option_wait=120
    move_step=$m_step_count
    while [ "$move_step" -gt 0 ]; do
        move_script=$(step_directory "$move_step")/$1
        if [ -s "$move_script" ]; then
            (cd / && within "$option_wait" "$SHELL_PATH" "$move_script") >"$tx/move-output" 2>&1 ||
                refuse failed "$1 of step $move_step failed: $(tail -c 300 "$tx/move-output" | tail -n 1)"
        fi
        move_step=$((move_step - 1))
    done
    rm -f "$tx/move-output"
    report
}

rollback() {
    require_transaction "$1"
    [ "$option_wait_given" = yes ] || option_wait=$((m_revert_bound + 10))
    lock
    check_fence "$option_fence"
    read_status
    case $state in
    reverted)
        unlock
        report
        return 0
        ;;
    armed | applying | applied) ;;
    reverting) ;;
    confirmed | revert-failed) prepare_late_rollback ;;
    esac
    # On a full disk, the reserve is what this state is written to.
    rm -f "$tx/reserve"
    [ "$state" = reverting ] || set_status reverting "$step" rollback
    unlock
    # The reverter runs apart from this session; a second one finds the first and leaves.
    detach undo revert || note 'a reverter is at work already, or the timer will start one'
    wait_for_end
    report
}

# A confirmed transaction has neither timer nor restore copies any more: both are made again before anything changes.
prepare_late_rollback() {
    refuse_if_path_is_later_held
    [ "$state" != confirmed ] || refuse_or_keep_drift
    stage_all || {
        unstage_all
        refuse no-space 'the restore copies could not be made'
    }
    printf '%s 0 0 1\n' "$(boot_id)" | put "$tx/deadline"
    if ! arm_boot || { [ "$FLAVOUR" != systemd ] && ! start_watcher; }; then
        unstage_all
        disarm_boot
        refuse not-armed 'what goes on after a power cut could not be enabled'
    fi
}

refuse_if_path_is_later_held() {
    own_sequence=$(cat "$tx/sequence")
    all_transactions >"$tx/others"
    while IFS=' ' read -r other_state other_sequence _ other_id; do
        if [ "$other_state" = reverted ] || [ "$other_sequence" -le "$own_sequence" ]; then continue; fi
        shared=$(shared_path "$other_id")
        [ -z "$shared" ] || refuse path-held "$shared belongs to the later $other_id, which is $other_state"
    done <"$tx/others"
}

# What was changed by hand since the confirmation is named; with --force a copy goes to the state directory.
refuse_or_keep_drift() {
    listing | grep -Ev '^(unit|interface) ' >"$tx/now" || :
    differences "$tx/after" "$tx/now" >"$tx/drift"
    [ -s "$tx/drift" ] || return 0
    [ "$option_force" = yes ] ||
        refuse drift "changed by hand since the confirmation: $(cut -d : -f 1 "$tx/drift" | tr '\n' ' ')" "$tx/drift"
    mkdir -p "$tx/changed-by-hand"
    drift_number=0
    touched_paths "$tx" >"$tx/names"
    while IFS= read -r drift_path; do
        drift_number=$((drift_number + 1))
        if path_is_as_in "$tx/after" "$drift_path" || [ ! -f "$ROOT$drift_path" ]; then continue; fi
        cp -pP "$ROOT$drift_path" "$tx/changed-by-hand/$drift_number-${drift_path##*/}" ||
            refuse no-space "$drift_path, changed by hand, could not be copied"
    done <"$tx/names"
    touched_options "$tx" >"$RUN/names.$$"
    other_options "$RUN/names.$$" "$tx/after" >"$tx/names" || refuse failed 'options can not be read'
    rm -f "$RUN/names.$$"
    while IFS= read -r drift_key; do
        drift_number=$((drift_number + 1))
        option_text "$drift_key" >"$tx/changed-by-hand/$drift_number-$drift_key" ||
            refuse no-space "$drift_key, changed by hand, could not be copied"
    done <"$tx/names"
}

# hold yes|no SCOPE
hold() {
    is_name "$2" || refuse invalid "not a scope: $2"
    lock
    check_fence "$option_fence"
    mkdir -p "$STATE/holds"
    if [ "$1" = yes ]; then
        printf '%s\n' "$option_fence" | put "$STATE/holds/$2"
        hold_set=true
    else
        rm -f "$STATE/holds/$2"
        sync
        hold_set=false
    fi
    unlock
    printf '{"scope":"%s","held":%s,"boot_id":"%s","device_fencing_token":%s}\n' \
        "$2" "$hold_set" "$(boot_id)" "$(highest_fence)"
}

# --- command line -----------------------------------------------------------------------------------------------------

main() {
    option_probation='' option_without_gateway=''
    option_fence='' option_wait=0 option_wait_given='' option_force='' option_deadline=''
    verb=${1:-} first='' second=''
    [ $# -eq 0 ] || shift
    while [ $# -gt 0 ]; do
        case $1 in
        --fence | --wait)
            is_number "${2:-}" || refuse invalid "$1 takes a number"
            if [ "$1" = --fence ]; then option_fence=$2; else option_wait=$2 option_wait_given=yes; fi
            shift
            ;;
        --probation | --without-gateway)
            if ! is_number "${2:-}" || [ "$2" -eq 0 ]; then refuse invalid "$1 takes a number of minutes"; fi
            if [ "$1" = --probation ]; then option_probation=$2; else option_without_gateway=$2; fi
            shift
            ;;
        --force) option_force=yes ;;
        --deadline) option_deadline=--deadline ;;
        -*) refuse invalid "no such option: $1" ;;
        *) if [ -z "$first" ]; then first=$1; else second=$1; fi ;;
        esac
        shift
    done
    case $verb in
    begin | apply | extend | confirm | drain | undrain | rollback | hold | release | status | list) answering=yes ;;
    esac
    [ "${option_probation:+x}" = "${option_without_gateway:+x}" ] ||
        refuse invalid '--probation and --without-gateway go together'
    case $verb in
    begin | apply | extend | confirm | drain | undrain | rollback | hold | release)
        [ -n "$option_fence" ] || refuse invalid "$verb takes --fence"
        ;;
    esac
    case $verb in
    begin) begin "$first" ;;
    apply) apply "$first" ;;
    status) status "$first" ;;
    list) list ;;
    extend) extend "$first" "$second" ;;
    confirm) confirm "$first" ;;
    drain | undrain) move_traffic "$verb" "$first" ;;
    rollback) rollback "$first" ;;
    hold) hold yes "$first" ;;
    release) hold no "$first" ;;
    run-steps) run_steps "$first" ;;
    revert) revert "$first" "$option_deadline" ;;
    boot-early) boot_early "$(own_id)" ;;
    boot-late) revert "$(own_id)" ;;
    watch) watch ;;
    *) refuse invalid "no such verb: $verb" ;;
    esac
}

# The transaction whose own copy this script is.
own_id() {
    own_directory=${0%/*}
    printf '%s\n' "${own_directory##*/}"
}

# On one line: the shell has read all of the script before it does anything, as it may come by standard input.
main "$@"; exit
