
# --- doing ------------------------------------------------------------------------------------------------------------

# The worker, detached from the session that asked for it: runs the steps in order, stops at the first failure.
run_steps() {
    select_transaction "$1"
    read_manifest "$tx"
    claim_work || return 0
    work_step=1
    while [ "$work_step" -le "$m_step_count" ]; do
        if ! go_on_to "$work_step" || ! do_step "$(step_directory "$work_step")" >"$tx/log" 2>&1; then
            revert_failed_step "$work_step"
            return 0
        fi
        work_step=$((work_step + 1))
    done
    true >"$tx/log" || :
    finish_steps || revert_failed_step "$m_step_count"
}

# Becomes the one worker, unless the transaction has moved on or has a worker.
claim_work() {
    lock_at_any_price
    if ! read_status || [ "$state" != applying ] || [ -e "$tx/worker" ]; then return 1; fi
    claim_facts=$(process_facts $$)
    claim_group=${claim_facts#* }
    printf '%s %s\n' "$(own_identity)" "${claim_group%% *}" | put "$tx/worker"
    unlock
}

# Notes durably that a step begins: on the way back, only steps that began are undone.
go_on_to() {
    lock_at_any_price
    read_status
    [ "$state" = applying ] || exit 0
    set_status applying "$1" '' || return 1
    unlock
}

# Records the state after the last step.
finish_steps() {
    listing >"$tx/after" || return 1
    lock_at_any_price
    read_status
    [ "$state" = applying ] || exit 0
    set_status applied "$step" '' || return 1
    unlock
}

do_step() {
    install_number=0
    while IFS= read -r install_line; do
        install_number=$((install_number + 1))
        split_line "$install_line"
        install_file "$1/file.$install_number" "$first_word" "$second_word" "$rest_words" || return 1
    done <"$1/files"
    sed 's/^[^ ]* [^ ]* //' "$1/files" >"$tx/installed" || return 1
    reload_for "$tx/installed" || return 1
    sync
    if [ -s "$1/apply" ]; then
        (cd / && "$SHELL_PATH" "$1/apply" </dev/null) || return 1
    fi
    if [ -s "$1/reload" ]; then
        (cd / && "$SHELL_PATH" "$1/reload" </dev/null) || return 1
    fi
    sync
    poll_check "$1"
}

# Polls a step's check each second. What it printed last is the reason when its time is up.
poll_check() {
    [ -s "$1/check" ] || return 0
    IFS= read -r check_seconds <"$1/check_seconds" || :
    check_until=$(($(uptime_now) + check_seconds * 100))
    until within "$((check_seconds + 1))" "$SHELL_PATH" "$1/check" >"$tx/check-output" 2>&1; do
        if [ "$(uptime_now)" -ge "$check_until" ]; then
            tail -c 300 "$tx/check-output"
            return 1
        fi
        sleep 1
    done
}

# On a full disk, the reserve is what the new state is written to.
revert_failed_step() {
    failed_output=$(tail -c 300 "$tx/log" | tail -n 3) || :
    unlock
    lock_at_any_price
    read_status
    [ "$state" = applying ] || exit 0
    rm -f "$tx/reserve"
    set_status reverting "$1" "step $1 failed: ${failed_output:-without a word, or the disk is full}"
    unlock
    # If this fails, the timer does it.
    detach undo revert || note 'the reverter could not be started; the timer will'
}
