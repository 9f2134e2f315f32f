import FleetModel

/// A script that prints sections.
struct SectionScript {
    private var lines: [String]

    /// - Parameter mark: of `CollectedSections.newMark()`.
    init(mark: String) {
        lines = [
            "PATH=$PATH:/usr/sbin:/sbin LC_ALL=C; export PATH LC_ALL",
            "begin() { printf '\\n%s begin %s\\n' \(mark.shellQuoted) \"$1\"; }",
            "end() { printf '\\n%s end %s\\n' \(mark.shellQuoted) \"$1\"; }",
        ]
        ending = "printf '\\n%s done\\n' \(mark.shellQuoted)"
    }

    private let ending: String

    /// Adds a section.
    ///
    /// - Parameters:
    ///   - name: letters, digits, `.`, `-` and `_`.
    ///   - command: POSIX sh whose foreign values are quoted already; its errors go nowhere.
    mutating func add(_ name: String, _ command: String) {
        lines.append("begin \(name.shellQuoted); { \(command); } 2>/dev/null </dev/null; end $?")
    }

    var text: String { (lines + [ending]).joined(separator: "\n") + "\n" }
}
