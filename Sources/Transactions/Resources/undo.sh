
# --- undoing ----------------------------------------------------------------------------------------------------------

problem() {
    note "$1"
    printf '%s\n' "$1" >>"$tx/problems" || :
}

# The reverter. It waits for nobody, may be killed at any point and started again, and never stops halfway by itself.
revert() {
    select_transaction "$1"
    decide_to_revert "${2:-}" || return 0
    become_reverter || return 0
    stop_worker
    if undo_until_verified; then
        end_reverting reverted
    else
        end_reverting revert-failed
    fi
}

# Under the lock: whether there is something to revert. A confirmation that came first wins.
decide_to_revert() {
    [ "$1" != --deadline ] || wait_for_deadline
    lock_at_any_price
    if ! read_status; then
        forget_unfinished
        disarm_boot
        return 1
    fi
    read_manifest "$tx"
    case $state in
    reverting) rm -f "$tx/reserve" ;;
    armed | applying | applied)
        is_due || return 1
        read_deadline
        rm -f "$tx/reserve"
        revert_reason=deadline
        [ "$deadline_boot" = "$(boot_id)" ] || revert_reason=reboot
        set_status reverting "$step" "$revert_reason" || note 'the state could not be written'
        ;;
    confirmed | reverted)
        # Whoever wrote this may have been killed before it had tidied up.
        disarm
        disarm_boot
        return 1
        ;;
    *) return 1 ;;
    esac
    unlock
}

# A timer may be some milliseconds early; one that was replaced by `extend` is much too early, and leaves.
wait_for_deadline() {
    while [ "$(remaining)" -lt 3 ] && ! is_due; do nap; done
}

# Only one process undoes at a time.
become_reverter() {
    lock_at_any_price
    if holder_is_alive "$tx/reverter"; then return 1; fi
    own_identity >"$tx/reverter" || :
    unlock
}

# Kills what still carries out steps and proves it dead: the worker's cgroup, or its process group.
stop_worker() {
    [ -f "$tx/worker" ] || return 0
    worker_cgroup=
    if [ "$FLAVOUR" = systemd ]; then
        worker_unit=umstieg-apply-$id.service
        worker_cgroup=$(systemctl show --property=ControlGroup --value "$worker_unit" 2>/dev/null) || :
        within 20 systemctl kill --signal=SIGKILL "$worker_unit" >/dev/null 2>&1 || :
        within 20 systemctl stop "$worker_unit" >/dev/null 2>&1 || :
    fi
    if worker_is_alive; then kill_tree "$holder_pid"; fi
    for stop_try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        kill_worker_group
        if ! worker_is_alive && ! worker_remains "$worker_cgroup"; then return 0; fi
        nap
    done
    problem "the worker $holder_pid is still there after $stop_try signals"
}

# The group that the worker recorded. Its number may be another's by now if a process of that pid is not the worker.
kill_worker_group() {
    worker_is_alive || :
    case $holder_group in
    '' | 0 | 1) return 0 ;;
    esac
    [ "$holder_boot" = "$(boot_id)" ] || return 0
    [ "$holder_group" = "$holder_pid" ] || ! process_facts "$holder_group" >/dev/null || return 0
    own_group=$(process_facts $$)
    own_group=${own_group#* }
    [ "${own_group%% *}" != "$holder_group" ] || return 0
    kill -KILL "-$holder_group" 2>/dev/null || :
}

worker_remains() {
    for remains_procs in "/sys/fs/cgroup$1/cgroup.procs" "/sys/fs/cgroup/systemd$1/cgroup.procs"; do
        if [ -n "$1" ] && [ -s "$remains_procs" ] && [ -n "$(cat "$remains_procs" 2>/dev/null)" ]; then return 0; fi
    done
    [ "$FLAVOUR" != systemd ] || return 1
    case ${holder_group:-0} in
    0 | 1) return 1 ;;
    esac
    [ "$holder_boot" = "$(boot_id)" ] && [ -n "$(group_members "$holder_group")" ]
}

# Tries until everything is back, at least twice, then with growing pauses while the revert bound lasts.
undo_until_verified() {
    undo_since=$(uptime_now)
    undo_pause=1
    for undo_try in 1 2 3 4 5 6; do
        # Not «:», with which a shell would end if the file can not be opened.
        true >"$tx/problems" || :
        undo_steps || :
        sync
        if is_back; then return 0; fi
        note "try $undo_try did not bring everything back"
        if [ "$undo_try" -gt 1 ] && [ "$(undo_seconds_left)" -le "$undo_pause" ]; then return 1; fi
        sleep "$undo_pause"
        undo_pause=$((undo_pause * 2))
    done
    return 1
}

undo_seconds_left() {
    printf '%s\n' "$((m_revert_bound - ($(uptime_now) - undo_since) / 100))"
}

undo_steps() {
    # A node that goes back now must not do so by itself as well.
    [ ! -e "$tx/probation" ] || rm -f "$STATE/probation" "$STATE/probation.result"
    undo_step=$step
    while [ "$undo_step" -gt 0 ]; do
        undo_one "$(step_directory "$undo_step")" "$undo_step"
        undo_step=$((undo_step - 1))
    done
    unstage_all
    remove_created_directories
}

# In the order that DeviceStep states. Good for a step that has not run, half run or run.
undo_one() {
    run_undo "$1" "$2"
    settle_units inactive "$1"
    step_paths "$1" >"$tx/undo-paths"
    restore_paths_of "$tx/undo-paths" "$1/restart"
    restore_options_of "$1/options" "$1/restart"
    sync
    reload_for "$tx/undo-paths" >"$tx/error" 2>&1 || problem "step $2: reload: $(head -n 1 "$tx/error")"
    run_reload "$1" "$2"
    delete_new_links "$1"
    settle_units active "$1"
}

# Whoever read what went back has to read it again.
run_reload() {
    if [ ! -s "$1/reload" ] || [ ! -e "$1/restart" ]; then return 0; fi
    reload_limit=$(($(undo_seconds_left) / 2))
    [ "$reload_limit" -ge 5 ] || reload_limit=5
    (cd / && within "$reload_limit" "$SHELL_PATH" "$1/reload") >"$tx/undo-output" 2>&1 ||
        problem "step $2: reload failed: $(tail -c 300 "$tx/undo-output" | tail -n 1)"
}

# An undo that hangs gets half of the time that is left, and is killed.
run_undo() {
    [ -s "$1/undo" ] || return 0
    undo_limit=$(($(undo_seconds_left) / 2))
    [ "$undo_limit" -ge 5 ] || undo_limit=5
    (cd / && within "$undo_limit" "$SHELL_PATH" "$1/undo") >"$tx/undo-output" 2>&1 ||
        problem "step $2: undo failed: $(tail -c 300 "$tx/undo-output" | tail -n 1)"
}

# settle_units inactive|active STEP: brings the units to what they were, on the one or the other side of the files.
settle_units() {
    while IFS= read -r settle_unit; do
        unit_before "$settle_unit"
        if [ "$1" = inactive ]; then
            if [ "$before_activity" = inactive ] && [ "$(unit_activity "$settle_unit")" = active ]; then
                set_unit stop "$settle_unit" || problem "$settle_unit can't be stopped"
            fi
            case $before_enablement in
            disabled | absent)
                [ "$(unit_enablement "$settle_unit")" != enabled ] || set_unit disable "$settle_unit" ||
                    problem "$settle_unit can't be disabled"
                ;;
            esac
            continue
        fi
        if [ "$before_enablement" = enabled ] && [ "$(unit_enablement "$settle_unit")" != enabled ]; then
            set_unit enable "$settle_unit" || problem "$settle_unit can't be enabled"
        fi
        [ "$before_activity" = active ] || continue
        if [ -e "$2/restart" ]; then
            set_unit restart "$settle_unit" || problem "$settle_unit can't be restarted"
        elif [ "$(unit_activity "$settle_unit")" != active ]; then
            set_unit start "$settle_unit" || problem "$settle_unit can't be started"
        fi
    done <"$2/units"
    [ "$1" = inactive ] || rm -f "$2/restart"
}

# Sets before_enablement and before_activity.
unit_before() {
    before_enablement=absent before_activity=inactive
    while IFS=' ' read -r before_kind before_first before_second before_name; do
        if [ "$before_kind" = unit ] && [ "$before_name" = "$1" ]; then
            before_enablement=$before_first before_activity=$before_second
        fi
    done <"$tx/before"
}

# Links that were absent, the last created one first, one at a time.
delete_new_links() {
    awk '{ line[NR] = $0 } END { for (i = NR; i > 0; i--) print line[i] }' "$1/links" >"$tx/undo-links"
    while IFS= read -r new_link; do
        if grep -Fxq -e "interface absent $new_link" "$tx/before"; then delete_link "$new_link"; fi
    done <"$tx/undo-links"
}

# Whether nothing failed and everything is as before. Units get some seconds to become what they were told to be.
is_back() {
    for back_try in 1 2 3 4 5; do
        listing >"$tx/now" || return 1
        differences "$tx/before" "$tx/now" >"$tx/differences" || return 1
        if [ ! -s "$tx/differences" ]; then break; fi
        sleep 1
    done
    cat "$tx/problems" >>"$tx/differences" || return 1
    if [ -s "$tx/differences" ]; then
        note "after $back_try looks: $(head -n 1 "$tx/differences")"
        return 1
    fi
}

end_reverting() {
    lock_at_any_price
    read_status
    set_status "$1" "$step" "$reason"
    disarm
    [ "$1" != reverted ] || keep_record_only
    drop_old_records
    disarm_boot
    unlock
    rm -f "$tx/reverter"
}

# Takes the timer away; the boot units go when nothing is pending any more. The caller has the lock.
disarm() {
    read_deadline
    stop_timers 1 "$((generation + 1))"
    unstage_all
    rm -f "$tx/reserve"
}

keep_record_only() {
    rm -rf "$tx/snapshot" "$tx"/steps/*/file.* "$tx/worker" "$tx/log" "$tx/problems" "$tx/now" "$tx/error" \
        "$tx"/undo-* "$tx/installed" "$tx/check-output"
}

drop_old_records() {
    all_transactions | grep '^reverted ' | sed 's/^[^ ]* //' | sort -rn | tail -n "+$((KEPT_RECORDS + 1))" |
        while IFS=' ' read -r _ _ old_id; do
            [ "$old_id" = "$id" ] || rm -rf "$STATE/tx/$old_id"
        done
}
