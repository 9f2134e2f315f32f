
# --- time, processes, durable files, lock -----------------------------------------------------------------------------

boot_id() {
    IFS= read -r boot_line <"$BOOT_ID_FILE" || :
    printf '%s\n' "$boot_line"
}

# Centiseconds since the boot.
uptime_now() {
    IFS=' ' read -r uptime_line _ <"$UPTIME_FILE" || :
    uptime_fraction=${uptime_line#*.}
    printf '%s\n' "$((${uptime_line%.*} * 100 + ${uptime_fraction#0}))"
}

nap() {
    sleep 0.2
}

# naps COUNT: a pause that grows with the number of pauses before it; slow devices have better things to do.
naps() {
    if [ "$1" -lt 10 ]; then nap; else sleep 1; fi
}

# Prints "STATE GROUP START" of a process. The name in /proc/PID/stat may hold anything, blanks and parentheses, too.
process_facts() {
    stat_text=
    while IFS= read -r stat_line; do stat_text="$stat_text $stat_line"; done 2>/dev/null <"/proc/$1/stat" || return 1
    # shellcheck disable=SC2086 # fields on purpose
    set -- ${stat_text##*) }
    [ $# -ge 20 ] || return 1
    printf '%s %s %s\n' "$1" "$3" "${20}"
}

# Prints "PID START BOOT" of this script: a pid alone may belong to another process tomorrow.
own_identity() {
    own_facts=$(process_facts $$)
    printf '%s %s %s\n' $$ "${own_facts##* }" "$(boot_id)"
}

# Whether the process of such an identity still runs.
is_alive() {
    [ -n "$1" ] && [ "$3" = "$(boot_id)" ] || return 1
    alive_facts=$(process_facts "$1") || return 1
    case $alive_facts in
    [ZX]*) return 1 ;;
    *" $2") return 0 ;;
    *) return 1 ;;
    esac
}

# Whether the process whose identity a file holds still runs.
holder_is_alive() {
    holder_pid='' holder_start='' holder_boot='' holder_group=''
    { IFS=' ' read -r holder_pid holder_start holder_boot holder_group; } 2>/dev/null <"$1" || return 1
    is_alive "$holder_pid" "$holder_start" "$holder_boot"
}

# Kills a process and all that descend from it.
kill_tree() {
    kill -STOP "$1" 2>/dev/null || return 0
    for tree_child in $(children_of "$1"); do
        kill_tree "$tree_child"
    done
    kill -KILL "$1" 2>/dev/null || :
}

children_of() {
    for children_stat in /proc/[0-9]*/stat; do
        children_pid=${children_stat#/proc/}
        children_pid=${children_pid%/stat}
        children_text=
        while IFS= read -r children_line; do children_text="$children_text $children_line"; done \
            2>/dev/null <"$children_stat" || continue
        case ${children_text##*) } in
        ?" $1 "*) printf '%s\n' "$children_pid" ;;
        esac
    done
}

# Prints the pids of a process group that are not zombies.
group_members() {
    for members_stat in /proc/[0-9]*/stat; do
        members_pid=${members_stat#/proc/}
        members_pid=${members_pid%/stat}
        case $(process_facts "$members_pid") in
        [ZX]*) ;;
        ?" $1 "*) printf '%s\n' "$members_pid" ;;
        esac
    done
}

# within SECONDS COMMAND…: runs it, and kills it with all its descendants when it takes longer (status 137).
within() {
    within_limit=$1
    shift
    "$@" </dev/null &
    within_pid=$!
    # Read here: a guard that is ended while it reads would complain into the step's log.
    within_start=$(process_start "$within_pid")
    kill_after "$within_limit" "$within_pid" "$within_start" </dev/null >/dev/null 2>&1 &
    within_guard=$!
    within_result=0
    wait "$within_pid" || within_result=$?
    kill -TERM "$within_guard" 2>/dev/null || :
    return "$within_result"
}

# The guard of `within`: it outlives a caller that is killed, and so looks twice whom it kills.
kill_after() {
    guard_sleep=
    trap 'kill "$guard_sleep" 2>/dev/null; exit 0' TERM
    sleep "$1" &
    guard_sleep=$!
    wait "$guard_sleep"
    [ -z "$3" ] || [ "$(process_start "$2")" != "$3" ] || kill_tree "$2"
}

process_start() {
    start_facts=$(process_facts "$1") || return 0
    printf '%s\n' "${start_facts##* }"
}

# put FILE: replaces a file by standard input, so that a power cut leaves the old one or the new one, whole.
put() {
    cat >"$1.new" || return 1
    sync
    mv -f "$1.new" "$1" || return 1
    sync
}

lock_held=

# Takes the lock within that many seconds; fails if another process has it for longer.
try_lock() {
    lock_tries=$(($1 * 5))
    mkdir -p "$STATE" "$RUN"
    until mkdir "$RUN/lock" 2>/dev/null; do
        if take_over_stale_lock; then break; fi
        [ "$lock_tries" -gt 0 ] || return 1
        lock_tries=$((lock_tries - 1))
        nap
    done
    own_identity >"$RUN/lock/holder"
    lock_held=yes
}

# The lock is stale when its holder is dead, or when it has had no holder for a second (killed between two lines).
# A second lock lets only one process take over; it is held for no longer than these lines take.
take_over_stale_lock() {
    if [ ! -s "$RUN/lock/holder" ]; then
        sleep 1
        [ -d "$RUN/lock" ] || return 1
    fi
    if holder_is_alive "$RUN/lock/holder"; then return 1; fi
    if ! mkdir "$RUN/lock.takeover" 2>/dev/null; then
        if [ -s "$RUN/lock.takeover/holder" ] && ! holder_is_alive "$RUN/lock.takeover/holder"; then
            rm -rf "$RUN/lock.takeover"
        fi
        return 1
    fi
    own_identity >"$RUN/lock.takeover/holder"
    takeover_result=1
    if ! holder_is_alive "$RUN/lock/holder"; then
        rm -rf "$RUN/lock"
        if mkdir "$RUN/lock" 2>/dev/null; then takeover_result=0; fi
    fi
    rm -rf "$RUN/lock.takeover"
    return "$takeover_result"
}

lock() {
    try_lock 10 || refuse locked "another verb is at work on this device (process $holder_pid)"
}

# For the reverter, which waits for nobody: who holds the lock for 60 s hangs, and is killed.
lock_at_any_price() {
    until try_lock 60; do
        note "killing process $holder_pid, which keeps the lock"
        kill_tree "$holder_pid"
    done
}

unlock() {
    [ -z "$lock_held" ] || rm -rf "$RUN/lock"
    lock_held=
}

# What ends a verb unexpectedly is an answer, too.
# shellcheck disable=SC2317 # the trap calls it
leave() {
    unlock
    case $1:$answering in
    0:* | 10:* | *:) ;;
    *)
        printf '{"error":{"code":"failed","message":"the script ended with status %s; its standard error tells why"' "$1"
        printf ',"differences":[]}}\n'
        ;;
    esac
}

answering=
trap 'leave $?' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
