import Foundation
import Testing
import Transactions

/// Gluon's flavour, with a double of procd's `rc.common`: no router was at hand.
struct ProcdTests {
    /// Enables by a marker, and runs an instance's command again when it ends, as procd does with `respawn`.
    private static let rcCommon = """
        script=$1 action=$2
        name=${script##*/}
        world=$UMSTIEG_ROOT/world
        start() { :; }
        stop() { :; }
        procd_open_instance() { :; }
        procd_close_instance() { :; }
        procd_set_param() {
            [ "$1" = command ] || return 0
            shift
            /usr/bin/setsid /bin/sh -c 'echo $$ >"$1"; shift; while :; do "$@"; sleep 1; done' \\
                respawn "$world/services/$name" "$@" </dev/null >/dev/null 2>&1 &
        }
        . "$script"
        case $action in
        enable) : >"$world/units/$name.enabled" ;;
        disable) rm -f "$world/units/$name.enabled" ;;
        enabled) [ -e "$world/units/$name.enabled" ] ;;
        boot) boot ;;
        start | restart) if [ -n "${USE_PROCD:-}" ]; then start_service; else start; fi ;;
        stop)
            [ ! -f "$world/services/$name" ] || /bin/kill -KILL "$(cat "$world/services/$name")"
            rm -f "$world/services/$name"
            ;;
        esac

        """

    @Test(arguments: Shell.real)
    func `a service with respawn takes back what nobody confirms, and goes`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell, flavour: "procd") { device in
            try device.furnish()
            try device.write(Self.rcCommon, to: "/etc/rc.common")
            let before = try await device.fingerprint()
            try await device.report(.begin(.sample(deadline: 7, steps: [.fastdFiles])))
            #expect(device.exists("/world/units/umstieg-boot-early.enabled"))
            #expect(device.exists("/world/units/umstieg-revert.enabled"))
            #expect(try await device.report(.apply(id: "t1", wait: 5)).state == .applied)
            // The watcher dies, and comes back in time.
            let watcher = device.read("/var/lib/umstieg/watcher")?.split(separator: " ").first.flatMap { Int32($0) }
            kill(try #require(watcher), SIGKILL)
            try await device.until(.reverted)
            #expect(try await device.fingerprint() == before)
            #expect(!device.exists("/etc/init.d/umstieg-revert"))
            #expect(!device.exists("/world/units/umstieg-revert.enabled"))
        }
    }

    @Test
    func `after a reboot the files go back before the network, the rest after it`() async throws {
        try await DeviceUnderTest.with(.ash, flavour: "procd") { device in
            try device.furnish()
            try device.write(Self.rcCommon, to: "/etc/rc.common")
            let before = try await device.fingerprint()
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            try await device.report(.apply(id: "t1", wait: 5))
            device.killProcesses()
            try device.write("22222222-2222-4222-8222-222222222222\n", to: "/world/boot_id")
            let common = "sh '\(device.root.path)/etc/rc.common' '\(device.root.path)/etc/init.d"
            _ = try await device.run("\(common)/umstieg-boot-early' boot")
            #expect(device.read("/etc/existing") == "old\n")
            #expect(try await device.report(.status(id: "t1")).state == .reverting)
            _ = try await device.run("\(common)/umstieg-revert' start")
            try await device.until(.reverted)
            #expect(try await device.report(.status(id: "t1")).reason == "reboot")
            #expect(try await device.fingerprint() == before)
        }
    }
}
