import FleetModel
package import Planning

extension WireGuardKeyStep {
    /// POSIX sh that makes the key if it isn't there, sees to its rights, and prints the public key and nothing else.
    ///
    /// Running it twice gives the same key. The private key never enters a variable, an argument or the output.
    package var script: String {
        let path = path.shellQuoted
        return """
            set -eu
            umask 077
            key=\(path)
            case $key in */*) directory=${key%/*} ;; *) exit 64 ;; esac
            [ -d "$directory" ] || mkdir -p "$directory"
            if [ ! -s "$key" ]; then
                new="$directory/.umstieg-new-key"
                # Also when the disk is full.
                trap 'rm -f "$new"' EXIT
                wg genkey > "$new"
                [ -s "$new" ]
                sync
                mv "$new" "$key"
            fi
            chown \(owner.shellQuoted) "$key"
            chmod \(mode.shellQuoted) "$key"
            sync
            wg pubkey < "$key"
            """
    }
}
