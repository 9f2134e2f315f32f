import FleetModel
package import Planning

extension ProgramStep {
    /// POSIX sh that exits with 0 if the program is there, whole.
    package var checkScript: String {
        "printf '%s  %s\\n' \(digest.shellQuoted) \(path.shellQuoted) | sha256sum -c >/dev/null 2>&1"
    }

    /// POSIX sh that reads the program from its standard input.
    ///
    /// It gets its name only when its digest is right and it is on the disk.
    package var installScript: String {
        """
        set -eu
        umask 022
        directory=\(directory.shellQuoted)
        new="$directory/.umstieg-new-program.$$"
        mkdir -p "$directory"
        trap 'rm -f "$new"' EXIT
        cat > "$new"
        printf '%s  %s\\n' \(digest.shellQuoted) "$new" | sha256sum -c >/dev/null 2>&1 || {
            echo 'what arrived is not the program: its digest differs' >&2
            exit 1
        }
        chmod 0755 "$new"
        sync
        mv "$new" \(path.shellQuoted)
        sync
        """
    }
}
