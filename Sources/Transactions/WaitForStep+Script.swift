import FleetModel
package import Planning

extension WaitForStep {
    /// POSIX sh that succeeds when the condition holds, and else prints what is missing.
    var script: String {
        switch condition {
        case .command(let text):
            text
        case .handshakes(let interface, let peers, let maximumAge):
            """
            now=$(date +%s)
            young=$(wg show \(interface.shellQuoted) latest-handshakes 2>/dev/null |
                awk -v now="$now" '$2 > 0 && now - $2 < \(maximumAge) && $2 - now < \(maximumAge)' | wc -l)
            [ "$young" -ge \(peers.shellQuoted) ] || {
                echo "only $young of "\(peers.shellQuoted)" peers of "\(interface.shellQuoted)" shook hands within \(maximumAge) s"
                exit 1
            }
            """
        case .originators(let batman, let interface, let count):
            """
            best=$(batctl meshif \(batman.shellQuoted) originators -H 2>/dev/null |
                grep -F '*' | grep -cF -e \("\(interface)]".shellQuoted)) || :
            [ "${best:-0}" -ge \(count.shellQuoted) ] || {
                echo "only ${best:-0} of "\(count.shellQuoted)" originators have their best path through "\(interface.shellQuoted)
                exit 1
            }
            """
        }
    }

    /// The condition as a command of its own, polled on the device.
    package var pollingScript: String {
        """
        check() { ( \(script)
        ) }
        waited=0
        until said=$(check 2>&1); do
            waited=$((waited + 1))
            [ "$waited" -lt \(within) ] || { printf '%s\\n' "$said"; exit 1; }
            sleep 1
        done
        """
    }
}
