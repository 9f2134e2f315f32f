
# --- the dead-man timer -----------------------------------------------------------------------------------------------
#
# The truth is the file `deadline`; timers only wake the reverter, which reads it.
#   systemd  transient timers umstieg-revert-ID:GENERATION, and two boot units for what a power cut left behind
#   procd    a service with respawn, which watches all pending transactions, and an init script before the network
#   process  the same watcher as a process in its own session, for hosts with neither; every verb revives it

# Sets deadline_boot, deadline_at, deadline_maximum and generation.
read_deadline() {
    deadline_boot='' deadline_at=0 deadline_maximum=0 generation=0
    { IFS=' ' read -r deadline_boot deadline_at deadline_maximum generation; } 2>/dev/null <"$tx/deadline" || :
}

# Seconds until reverting begins; 0 when it is due, or when the device has been booted since.
remaining() {
    read_deadline
    if [ "$deadline_boot" = "$(boot_id)" ]; then
        remaining_cs=$((deadline_at - $(uptime_now)))
        if [ "$remaining_cs" -gt 0 ]; then
            printf '%s\n' "$((remaining_cs / 100))"
            return
        fi
    fi
    echo 0
}

is_due() {
    read_deadline
    [ "$deadline_boot" != "$(boot_id)" ] || [ "$(uptime_now)" -ge "$deadline_at" ]
}

# arm_timer GENERATION SECONDS: starts it and reads it back.
arm_timer() {
    if [ "$FLAVOUR" = systemd ]; then
        systemd-run --quiet --unit="umstieg-revert-$id:$1" --on-active="$2" --timer-property=AccuracySec=1s \
            --property=Restart=on-failure --property=RestartSec=5 \
            "$SHELL_PATH" "$tx/umstieg-device" revert "$id" --deadline >&2 &&
            timer_is_armed "$1"
    else
        start_watcher && timer_is_armed "$1"
    fi
}

timer_is_armed() {
    if [ "$FLAVOUR" = systemd ]; then
        [ "$(systemctl show --property=SubState --value "umstieg-revert-$id:$1.timer")" = waiting ]
    else
        holder_is_alive "$STATE/watcher"
    fi
}

# Stops the timers of the generations from the first to the last.
stop_timers() {
    [ "$FLAVOUR" = systemd ] || return 0
    stop_generation=$1
    while [ "$stop_generation" -le "$2" ]; do
        within 20 systemctl stop "umstieg-revert-$id:$stop_generation.timer" >/dev/null 2>&1 || :
        stop_generation=$((stop_generation + 1))
    done
}

# Runs a verb of this transaction where no end of a session reaches it: detach NAME VERB.
detach() {
    if [ "$FLAVOUR" = systemd ]; then
        detach_verb=$2
        set -- --quiet --collect --unit="umstieg-$1-$id"
        [ "$detach_verb" = run-steps ] || set -- "$@" --property=Restart=on-failure --property=RestartSec=5
        systemd-run "$@" "$SHELL_PATH" "$tx/umstieg-device" "$detach_verb" "$id" >&2
    else
        start_daemon "$tx/umstieg-device" "$2" "$id"
    fi
}

# The pid file never exists: it keeps start-stop-daemon from taking another shell for this one.
start_daemon() {
    if daemon_tool=$(find_tool start-stop-daemon); then
        "$daemon_tool" -S -b -p "$STATE/no.pid" -x "$SHELL_PATH" -- "$@" >/dev/null
    else
        "$SHELL_PATH" "$@" </dev/null >/dev/null 2>&1 &
    fi
}

start_watcher() {
    if holder_is_alive "$STATE/watcher"; then return 0; fi
    if [ "$FLAVOUR" = procd ]; then
        procd_script umstieg-revert restart
    else
        start_daemon "$STATE/boot" watch
    fi
    for watcher_try in 1 2 3 4 5 6 7 8 9 10; do
        nap
        if holder_is_alive "$STATE/watcher"; then return 0; fi
    done
    note "no watcher after $watcher_try looks"
    return 1
}

procd_script() {
    "$SHELL_PATH" "$ROOT/etc/rc.common" "$ROOT/etc/init.d/$1" "$2" >&2
}

# --- what survives a power cut ----------------------------------------------------------------------------------------

# Writes and enables what runs at boot, and reads it back.
arm_boot() {
    write_launcher || return 1
    case $FLAVOUR in
    systemd) arm_boot_units ;;
    procd) arm_init_scripts ;;
    *) return 0 ;;
    esac
}

write_launcher() {
    put "$STATE/boot" <<LAUNCHER
# Written by umstieg: runs a verb of each transaction's own script. The first one watches for all.
result=0
for script in '$STATE'/tx/*/umstieg-device; do
    [ -f "\$script" ] || continue
    [ "\$1" != watch ] || exec sh "\$script" watch
    sh "\$script" "\$1" || result=1
done
exit \$result
LAUNCHER
}

arm_boot_units() {
    units=$ROOT/etc/systemd/system
    put "$units/umstieg-boot-early.service" <<UNIT || return 1
[Unit]
Description=Take back files of unconfirmed umstieg transactions
DefaultDependencies=no
RequiresMountsFor=$STATE
After=local-fs.target systemd-remount-fs.service
Wants=network-pre.target
Before=network-pre.target systemd-networkd.service shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
ExecStart=-/bin/sh $STATE/boot boot-early
TimeoutStartSec=90

[Install]
WantedBy=sysinit.target
UNIT
    put "$units/umstieg-boot-late.service" <<UNIT || return 1
[Unit]
Description=Take back unconfirmed umstieg transactions
RequiresMountsFor=$STATE
After=umstieg-boot-early.service systemd-networkd.service network.target

[Service]
ExecStart=/bin/sh $STATE/boot boot-late
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
UNIT
    chmod 0644 "$units/umstieg-boot-early.service" "$units/umstieg-boot-late.service"
    systemctl daemon-reload &&
        systemctl enable umstieg-boot-early.service umstieg-boot-late.service >/dev/null 2>&1 &&
        sync &&
        [ "$(systemctl is-enabled umstieg-boot-early.service)" = enabled ] &&
        [ "$(systemctl is-enabled umstieg-boot-late.service)" = enabled ]
}

arm_init_scripts() {
    put "$ROOT/etc/init.d/umstieg-boot-early" <<SCRIPT || return 1
#!/bin/sh /etc/rc.common
START=15
boot() { sh '$STATE/boot' boot-early; }
start() { :; }
SCRIPT
    put "$ROOT/etc/init.d/umstieg-revert" <<SCRIPT || return 1
#!/bin/sh /etc/rc.common
START=98
USE_PROCD=1
start_service() {
    procd_open_instance
    procd_set_param command /bin/sh '$STATE/boot' watch
    procd_set_param respawn 60 5 0
    procd_close_instance
}
SCRIPT
    chmod 0755 "$ROOT/etc/init.d/umstieg-boot-early" "$ROOT/etc/init.d/umstieg-revert"
    for boot_script in umstieg-boot-early umstieg-revert; do
        procd_script "$boot_script" enable || :
        procd_script "$boot_script" enabled || return 1
    done
    sync
}

# Takes away what arm_boot set up, unless a transaction is still pending.
disarm_boot() {
    if any_pending; then return 0; fi
    case $FLAVOUR in
    systemd)
        units=$ROOT/etc/systemd/system
        within 20 systemctl disable umstieg-boot-early.service umstieg-boot-late.service >/dev/null 2>&1 || :
        rm -f "$units/umstieg-boot-early.service" "$units/umstieg-boot-late.service"
        within 20 systemctl daemon-reload || :
        ;;
    procd)
        for boot_script in umstieg-boot-early umstieg-revert; do
            [ -f "$ROOT/etc/init.d/$boot_script" ] || continue
            procd_script "$boot_script" disable || :
            procd_script "$boot_script" stop || :
            rm -f "$ROOT/etc/init.d/$boot_script"
        done
        ;;
    esac
    rm -f "$STATE/boot"
}
