import FleetModel
package import Planning

/// What a node runs for new firmware.
///
/// `STATE/firmware` says which release was begun in which boot, so that one that came to nothing isn't begun again.
/// Environment, for tests: `UMSTIEG_ROOT`, in front of every path.
extension FirmwareStep {
    private static let state = DeviceVerb.gluonState
    private static let image = "/tmp/umstieg-firmware.bin"
    private static let log = "/tmp/umstieg-firmware.log"

    /// Prints what `FirmwareStanding` reads.
    package static let lookScript = """
        root=${UMSTIEG_ROOT:-}
        tell() {
            text=
            IFS= read -r text 2>/dev/null <"$root$2" || :
            printf '%s %.200s\\n' "$1" "$text"
        }
        tell release /lib/gluon/release
        tell address /lib/gluon/core/sysconfig/primary_mac
        tell boot /proc/sys/kernel/random/boot_id
        tell begun \(state)/firmware
        said() { tail -n "$1" "$root\(log)" 2>/dev/null | tr '\\n' ';'; }
        printf 'log %.400s\\nend %.100s\\n' "$(said 3)" "$(said 1)"
        """

    /// What speaks against new firmware.
    ///
    /// - Parameter scope: of the node's domain.
    /// - Returns: POSIX sh that exits with 0 if nothing does, and tells what it is otherwise.
    package func checkScript(scope: String) -> String {
        var lines = [
            """
            set -u
            root=${UMSTIEG_ROOT:-}
            fail() { echo "$*" >&2; exit 1; }
            runs() {
                for comm in "$root"/proc/[0-9]*/comm; do
                    IFS= read -r name 2>/dev/null <"$comm" && [ "$name" = "$1" ] && return 0
                done
                return 1
            }
            \(Self.holdCheck(scope: scope))
            for program in sysupgrade autoupdater; do
                ! runs "$program" || fail "$program runs already"
            done
            [ "$(uci -q get gluon.mesh_vpn.enabled)" != 1 ] || runs fastd ||
                fail 'mesh VPN is on, but fastd does not run: new firmware could not be reached'
            mkdir -p "$root\(Self.state)" && : > "$root\(Self.state)/.umstieg-new-firmware" &&
                rm "$root\(Self.state)/.umstieg-new-firmware" || fail 'its flash can not be written'
            """
        ]
        switch source {
        case .autoupdater(let branch):
            lines.append(
                """
                command -v autoupdater >/dev/null || fail 'the firmware has no autoupdater'
                uci -q get \("autoupdater.\(branch).name".shellQuoted) >/dev/null ||
                    fail \("the firmware knows no branch \(branch)".shellQuoted)
                """
            )
        case .image(let image):
            lines.append(
                """
                command -v sysupgrade >/dev/null || fail 'it has no sysupgrade'
                board=$(cat "$root/tmp/sysinfo/board_name") || fail 'it does not tell its board'
                case $board in
                \(image.boards.map(\.shellQuoted).joined(separator: " | "))) ;;
                *) fail "its board is $board, and the image is not for that" ;;
                esac
                """
            )
        }
        return lines.joined(separator: "\n")
    }

    /// Reads the image from its standard input; `sysupgrade` looks at it, too.
    ///
    /// - Parameters:
    ///   - image: what is to arrive.
    ///   - bytes: of it, which have to fit into memory with some to spare.
    /// - Returns: POSIX sh that exits with 0 if the image is there, whole and accepted.
    package static func bringScript(_ image: FirmwareImage, bytes: Int) -> String {
        """
        set -eu
        root=${UMSTIEG_ROOT:-}
        image="$root\(self.image)"
        fail() { rm -f "$image"; echo "$*" >&2; exit 1; }
        free=$(awk '/^MemAvailable:/ { print $2 }' "$root/proc/meminfo")
        [ "$free" -ge \(bytes / 1024 + 8192) ] || fail "only $free KiB of memory are free"
        cat > "$image"
        printf '%s  %s\\n' \(image.digest.shellQuoted) "$image" | sha256sum -c >/dev/null 2>&1 ||
            fail 'what arrived is not the image: its digest differs'
        sysupgrade -T "$image" >"$root\(log)" 2>&1 || fail "sysupgrade refuses the image: $(tail -n 1 "$root\(log)")"
        """
    }

    private static func holdCheck(scope: String) -> String {
        """
        [ ! -e "$root\(state)/holds/"\(scope.shellQuoted) ] || fail \("a hold is set on \(scope)".shellQuoted)
        """
    }

    /// Has the flash begin, detached from the connection; what it says goes to a log, and its end, too.
    ///
    /// The state directory outlives the flash: who is fenced off, and what holds there, stays so. An emergency may have
    /// come while the image was brought, so its hold is looked for once more.
    ///
    /// - Parameter scope: of the node's domain.
    /// - Returns: POSIX sh that exits with 0 if the flash is noted and has begun.
    package func beginScript(scope: String) -> String {
        let command =
            switch source {
            case .autoupdater(let branch): "autoupdater -f -b \(branch.shellQuoted)"
            case .image: "sysupgrade \"$root\(Self.image)\""
            }
        return """
            set -eu
            umask 077
            root=${UMSTIEG_ROOT:-}
            state="$root\(Self.state)"
            fail() { echo "$*" >&2; exit 1; }
            \(Self.holdCheck(scope: scope))
            mkdir -p "$state"
            rm -f "$root\(Self.log)"
            kept="$root/etc/sysupgrade.conf"
            grep -qx \(Self.state) "$kept" 2>/dev/null || echo \(Self.state) >> "$kept"
            printf '%s %s\\n' \(release.shellQuoted) "$(cat "$root/proc/sys/kernel/random/boot_id")" > "$state/.umstieg-new-firmware"
            sync
            mv "$state/.umstieg-new-firmware" "$state/firmware"
            sync
            cat > "$root/tmp/umstieg-firmware.sh" <<'SCRIPT'
            root=${UMSTIEG_ROOT:-}
            sleep 2
            \(command) </dev/null >"$root\(Self.log)" 2>&1
            echo "ended with status $?" >>"$root\(Self.log)"
            SCRIPT
            shell=$(command -v sh)
            if command -v start-stop-daemon >/dev/null; then
                start-stop-daemon -S -b -p "$root/tmp/umstieg-firmware.pid" -x "$shell" -- "$root/tmp/umstieg-firmware.sh"
            else
                "$shell" "$root/tmp/umstieg-firmware.sh" </dev/null >/dev/null 2>&1 &
            fi
            """
    }

    /// Once the new firmware runs, or none came of it.
    package static let endScript = """
        rm -f "${UMSTIEG_ROOT:-}\(state)/firmware"
        sync
        """
}
