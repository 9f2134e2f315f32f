import FleetModel
import Planning

/// `throughput_override` of one interface: set now, set again whenever the interface comes back, drained on the way out.
///
/// networkd can't set it and the kernel forgets it with the interface. BATMAN_V takes a VXLAN for 1 Mbit/s, so without
/// it WireGuard loses against fastd. BATMAN_IV looks at losses alone and knows no better way of two: there all other
/// interfaces of the mesh get a penalty for as long as this one is preferred, and this one when it is drained.
struct BatmanOverride {
    /// Half of what a path is worth.
    private static let penaltyOfOthers = 128
    private static let penaltyOfDrained = 192

    private let step: BatmanOverrideStep

    init(_ step: BatmanOverrideStep) {
        self.step = step
    }

    var unitName: String { "umstieg-override-\(step.interface).service" }

    var unitFile: DeviceStep.File {
        let device = "sys-subsystem-net-devices-\(step.interface.systemdEscaped).device"
        let text = """
            [Unit]
            Description=Throughput of \(step.interface) for batman-adv
            BindsTo=\(device)
            After=\(device)

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            TimeoutStartSec=300
            # networkd attaches the interface some time after it has made it.
            ExecStart=/bin/sh -c 'until batctl hardif \(step.interface) throughput_override \(step.throughput)kbit \
            2>/dev/null; do sleep 1; done'
            ExecStart=/bin/sh -c \(penalise.inUnit)
            # Not ExecStop: that one isn't run where the start has failed half-way.
            ExecStopPost=/bin/sh -c \(forgive.inUnit)

            [Install]
            WantedBy=\(device)

            """
        return DeviceStep.File(path: "/etc/systemd/system/\(unitName)", content: Array(text.utf8))
    }

    private var memory: String { "/run/umstieg-override-\(step.interface)" }

    private var isBatmanIV: String {
        "batctl meshif \(step.batman.shellQuoted) neighbors 2>/dev/null | grep -qF 'BATMAN_IV)'"
    }

    private var penalise: String {
        """
        \(isBatmanIV) || exit 0; \
        batctl hardif \(step.interface.shellQuoted) hop_penalty 0; \
        for other in $(batctl meshif \(step.batman.shellQuoted) interface | cut -d: -f1); do \
        [ "$other" != \(step.interface.shellQuoted) ] || continue; \
        echo "$other $(batctl hardif "$other" hop_penalty)"; \
        batctl hardif "$other" hop_penalty \(Self.penaltyOfOthers) >&2; \
        done >\(memory.shellQuoted)
        """
    }

    private var forgive: String {
        """
        [ -e \(memory.shellQuoted) ] || exit 0; \
        while read -r other penalty; do batctl hardif "$other" hop_penalty "$penalty" || :; done \
        <\(memory.shellQuoted); rm -f \(memory.shellQuoted)
        """
    }

    var apply: String {
        """
        systemctl enable \(unitName.shellQuoted)
        systemctl restart \(unitName.shellQuoted)
        """
    }

    /// batctl prints the value in Mbit/s with one decimal.
    var check: String {
        let interface = step.interface.shellQuoted
        let expected = "\(step.throughput / 1000).\(step.throughput % 1000 / 100)"
        return """
            now=$(batctl hardif \(interface) throughput_override 2>/dev/null) || now=''
            case $now in
            \(expected.shellQuoted)' '*) ;;
            *) echo "the override of "\(interface)" is «$now», not "\(expected.shellQuoted)" MBit"; exit 1 ;;
            esac
            systemctl is-enabled --quiet \(unitName.shellQuoted) || { echo 'the override would not survive a reboot'; exit 1; }
            """
    }

    /// Makes the interface unattractive and waits for this device's own view.
    ///
    /// About six originator intervals, as paths die slowly. It ends by itself, and in silence when the interface isn't
    /// there.
    var drain: String {
        let interface = step.interface.shellQuoted
        let batman = step.batman.shellQuoted
        return """
            [ -e /sys/class/net/\(interface) ] || exit 0
            systemctl stop \(unitName.shellQuoted) 2>/dev/null || :
            batctl hardif \(interface) throughput_override \(step.drain)kbit 2>/dev/null || exit 0
            if \(isBatmanIV); then
                batctl hardif \(interface) hop_penalty \(Self.penaltyOfDrained) || :
                all_have_paths=no
            else
                all_have_paths=yes
            fi
            leads_through() {
                # Who can't be asked may still use it.
                originators=$(batctl meshif \(batman) originators -H 2>/dev/null) || return 0
                printf '%s\\n' "$originators" | \(awkOfPaths)
            }
            interval=$(batctl meshif \(batman) orig_interval 2>/dev/null) || interval=5000
            case $interval in ''|*[!0-9]*) interval=5000 ;; esac
            least=$((interval * 6 / 1000))
            waited=0
            while [ "$waited" -lt \(step.drainWithin) ]; do
                if [ "$waited" -ge "$least" ] && ! leads_through; then exit 0; fi
                sleep 1
                waited=$((waited + 1))
            done
            echo "still best paths through "\(interface)" after $waited s; going on"
            """
    }

    /// Succeeds when a best path, one with a star before it, leads through the interface.
    ///
    /// BATMAN_IV takes interfaces for originators, too, and the one at the tunnel's other end is never found elsewhere:
    /// there it counts only where another path is known.
    private var awkOfPaths: String {
        """
        awk -v interface=\("\(step.interface)]".shellQuoted) -v all=$all_have_paths '
                { isBest = $1 == "*"; id = isBest ? $2 : $1; isHere = index($0, interface) > 0 }
                isBest && isHere { here[id] = 1 }
                all == "yes" || !isHere { elsewhere[id] = 1 }
                END { for (id in here) if (id in elsewhere) exit 0; exit 1 }'
        """
    }
}

extension String {
    /// This script as the one argument of a program that a unit starts: systemd takes backslashes, dollars and percents.
    fileprivate var inUnit: String {
        "\""
            + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("$", with: "$$")
            .replacing("%", with: "%%") + "\""
    }

    /// This name inside a unit's name, as systemd-escape(1) writes it.
    var systemdEscaped: String {
        utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "_:.".contains(character) {
                return String(character)
            }
            let digits = String(byte, radix: 16)
            return "\\x" + (digits.count < 2 ? "0" + digits : digits)
        }
        .joined()
    }
}
