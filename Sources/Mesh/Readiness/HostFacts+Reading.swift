import FleetModel
package import Transport

extension HostFacts {
    /// Output that isn't the answer to `command`.
    package struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
        package var line: Int
        package var text: String

        package var description: String { "line \(line) of the facts can't be read: «\(text.prefix(80))»" }
    }

    /// One command that tells all facts, a word and a value to the line.
    ///
    /// Reads only.
    ///
    /// - Parameter modules: kernel modules to look for.
    /// - Returns: the command; its output ends in the line `end`, so that `parse(_:)` sees when it was cut.
    package static func command(modules: [String]) -> RemoteCommand {
        let modules = modules.map(\.shellQuoted).joined(separator: " ")
        let text = """
            PATH=$PATH:/usr/sbin:/sbin
            echo "uid $(id -u)"
            [ ! -r /etc/machine-id ] || echo "machine-id $(cat /etc/machine-id)"
            if command -v systemctl >/dev/null; then
                echo "systemd $(systemctl --version | sed -n '1s/^systemd \\([0-9]*\\).*/\\1/p')"
                echo "networkd $(systemctl is-active systemd-networkd)"
            fi
            for tool in \(tools.joined(separator: " ")); do
                ! command -v "$tool" >/dev/null || echo "tool $tool"
            done
            for module in \(modules); do
                if [ -d "/sys/module/$module" ] || modprobe -n -q "$module" 2>/dev/null; then echo "module $module"; fi
            done
            for link in /sys/class/net/*; do echo "link ${link##*/}"; done
            for directory in /etc/systemd/network /run/systemd/network /usr/lib/systemd/network; do
                sed -n 's/^Name=/netdev /p' "$directory"/*.netdev 2>/dev/null
            done
            df -Pk /var/lib | awk 'END { print "free " $4 }'
            echo end
            """
        return RemoteCommand(text, limit: .seconds(60), outputLimit: 1 << 20)
    }

    /// - Throws: `Unreadable`, also for output that was cut: the last line is `end`.
    package static func parse(_ output: String) throws(Unreadable) -> HostFacts {
        var facts = HostFacts()
        let lines = output.split(whereSeparator: \.isNewline)
        guard lines.last == "end" else {
            throw Unreadable(line: lines.count, text: "cut off after " + String(lines.last ?? "nothing"))
        }
        for (index, line) in lines.dropLast().enumerated() {
            guard facts.adopt(line) else { throw Unreadable(line: index + 1, text: String(line)) }
        }
        return facts
    }

    private mutating func adopt(_ line: Substring) -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        guard let word = words.first else { return true }
        let value = words.count > 1 ? String(words[1]) : ""
        switch word {
        case "uid": userID = Int(value)
        case "machine-id": machineID = value
        case "systemd": systemd = Int(value)
        case "networkd": networkdActive = value == "active"
        case "tool": tools.insert(value)
        case "module": modules.insert(value)
        case "link": links.insert(value)
        case "netdev": netdevs.insert(value)
        case "free": freeKiB = Int(value)
        default: return false
        }
        return true
    }
}
