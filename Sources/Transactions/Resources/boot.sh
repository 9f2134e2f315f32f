
# --- after a reboot ---------------------------------------------------------------------------------------------------

# Before the network: files and enablement only, in seconds, whatever happens. The state stays `reverting`.
boot_early() {
    select_transaction "$1"
    read_status || return 0
    read_manifest "$tx"
    read_deadline
    is_pending "$state" || return 0
    [ "$deadline_boot" != "$(boot_id)" ] || [ "$state" = reverting ] || return 0
    if [ "$state" != reverting ]; then
        set_status reverting "$step" reboot || note 'the state could not be written'
    fi
    rm -f "$tx/reserve"
    early_step=$step
    while [ "$early_step" -gt 0 ]; do
        take_files_back "$(step_directory "$early_step")"
        early_step=$((early_step - 1))
    done
    sync
}

take_files_back() {
    while IFS= read -r early_unit; do
        unit_before "$early_unit"
        case $before_enablement in
        disabled | absent) within 15 set_unit disable "$early_unit" || : ;;
        esac
    done <"$1/units"
    step_paths "$1" >"$tx/undo-paths"
    restore_paths_of "$tx/undo-paths" "$1/restored-early"
    restore_options_of "$1/options" "$1/restored-early"
    if [ "$FLAVOUR" = systemd ] && grep -q '/systemd/system/' "$tx/undo-paths"; then
        within 15 systemctl daemon-reload || :
    fi
}

# The watcher of the flavours without timers: wakes the reverter of each transaction that is due.
watch() {
    own_identity | put "$STATE/watcher"
    until watch_has_ended; do
        all_transactions >"$STATE/watched"
        while IFS=' ' read -r watched_state _ _ watched_id; do
            if wants_reverter "$watched_state" "$watched_id"; then
                "$SHELL_PATH" "$tx/umstieg-device" revert "$watched_id" --deadline </dev/null >/dev/null 2>&1 &
            fi
        done <"$STATE/watched"
        sleep 1
    done
}

# Under the lock, as a begin that is arming relies on this watcher.
watch_has_ended() {
    ! any_pending && try_lock 5 || return 1
    if ! any_pending; then
        rm -f "$STATE/watcher"
        unlock
        return 0
    fi
    unlock
    return 1
}

wants_reverter() {
    is_pending "$1" || return 1
    select_transaction "$2"
    if holder_is_alive "$tx/reverter"; then return 1; fi
    [ "$1" = reverting ] || is_due
}
