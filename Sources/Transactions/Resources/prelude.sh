#!/bin/sh
# umstieg-device: carries out one change on a device as a transaction, and takes it back alone.
#
# The same script for dash on Debian and for busybox ash on Gluon with OpenWrt's default applets (no stat, timeout,
# setsid, realpath, base64, od, diff, nohup; no `tr` classes, no `find -delete`, no `sort -k`).
#
# STATE/                      mode 0700
#   fence                     the highest fencing token seen
#   probation                 "MINUTES SETTLE", read by the node's firmware, which takes it away when it is over and
#                             writes probation.result when it went back
#   holds/SCOPE               no begin in this scope
#   firmware                  "RELEASE BOOT" of new firmware that was begun, see FirmwareStep+Script.swift
#   watcher                   the identity, "PID START BOOT", of the process that watches where there are no timers
#   boot                      launcher of each pending transaction's own copy of this script
#   tx/ID/                    one transaction
#     umstieg-device          its own copy of this script: everything about it is run from here
#     manifest                "key value" lines, see `read_manifest`
#     probation               is there if a probation began with the confirmation
#     steps/NN/               name, apply, check, check_seconds, undo, drain, undrain, reload, paths, links, units, options; files is
#                             "MODE OWNER PATH" lines, file.N the content of line N
#     status                  "STATE STEP", then the reason; no status: begin has not ended, nothing was touched
#     deadline                "BOOT UPTIME MAXIMUM GENERATION", uptimes in centiseconds: the truth about time
#     snapshot/               what was there before, see snapshot.sh
#     worker, reverter        identities of the processes at work; the worker's ends in its process group
#     before, after           listings, see listing.sh
#
# RUN/                        in memory: a full disk stops no reverter from getting the lock
#   lock/, lock.takeover/     guards changes of state; `holder` is an identity
#   ID/                       what a reload of networkd must not lose
#
# Environment, for tests: UMSTIEG_STATE, UMSTIEG_ROOT (in front of every touched path), UMSTIEG_FLAVOUR (systemd, procd
# or process), UMSTIEG_BOOT_ID and UMSTIEG_UPTIME (files to read instead of /proc's).
set -eu
umask 077
LC_ALL=C
# A session that is no login may lack the directories of ip, bridge and start-stop-daemon.
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH

ROOT=${UMSTIEG_ROOT:-}
BOOT_ID_FILE=${UMSTIEG_BOOT_ID:-/proc/sys/kernel/random/boot_id}
UPTIME_FILE=${UMSTIEG_UPTIME:-/proc/uptime}
RESERVE_KIB=64
KEPT_RECORDS=10
CONFIRM_MARGIN=5

# Debian's static busybox runs its own applets whatever PATH says; these have to be the real ones.
find_tool() {
    tool_path=$PATH:
    while [ -n "$tool_path" ]; do
        tool=${tool_path%%:*}/$1
        tool_path=${tool_path#*:}
        if [ -f "$tool" ] && [ -x "$tool" ]; then
            printf '%s\n' "$tool"
            return 0
        fi
    done
    return 1
}

choose_state_directory() {
    case $0 in
    */tx/*/umstieg-device) found_state=${0%/tx/*} ;;
    tx/*/umstieg-device) found_state=. ;;
    *) found_state= ;;
    esac
    if [ -n "${UMSTIEG_STATE:-}" ]; then
        STATE=$UMSTIEG_STATE
    elif [ -n "$found_state" ]; then
        STATE=$(cd "$found_state" && pwd)
    elif [ -f "$ROOT/etc/openwrt_release" ]; then
        STATE=$ROOT/etc/umstieg
    else
        STATE=$ROOT/var/lib/umstieg
    fi
}

choose_flavour() {
    if [ -n "${UMSTIEG_FLAVOUR:-}" ]; then
        FLAVOUR=$UMSTIEG_FLAVOUR
    elif [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
        FLAVOUR=systemd
    elif [ -x /sbin/procd ] && [ -f /etc/rc.common ]; then
        FLAVOUR=procd
    else
        FLAVOUR=process
    fi
}

choose_run_directory() {
    for RUN in "$ROOT/run" "$ROOT/var/run" "$STATE"; do
        if [ -d "$RUN" ]; then break; fi
    done
    RUN=$RUN/umstieg
}

choose_state_directory
choose_run_directory
choose_flavour
IP=$(find_tool ip) || IP=ip
SHELL_PATH=$(find_tool sh) || SHELL_PATH=/bin/sh
