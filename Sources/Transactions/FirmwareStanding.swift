/// What a node tells of its firmware, and of new one that was begun.
package struct FirmwareStanding: Sendable, Hashable {
    /// What `FirmwareStep.beginScript` noted before a flash.
    package struct Begun: Sendable, Hashable {
        package var release: String
        package var bootID: String
    }

    /// Of the firmware that runs; empty if the node doesn't tell.
    package var release: String
    /// The node's id: its primary MAC address without colons.
    package var id: String
    package var bootID: String
    package var begun: Begun?
    /// The last lines of what the program that flashes said in this boot.
    package var log: String
    /// Whether that program has come to its end, and the node didn't boot.
    package var hasEnded: Bool

    /// - Parameter text: what `FirmwareStep.lookScript` printed.
    /// - Throws: `UnreadableAnswer` if it is something else.
    package init(_ text: String) throws(UnreadableAnswer) {
        var values: [Substring: String] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(20) {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[parts[0]] = String(parts[1].filter { !$0.isNewline && $0 >= " " }) }
        }
        guard let release = values["release"], let address = values["address"], let boot = values["boot"],
            !boot.isEmpty, let begun = values["begun"], let log = values["log"], let end = values["end"]
        else { throw UnreadableAnswer(place: "firmware", message: "the node doesn't tell of its firmware") }
        self.release = release
        id = address.filter { $0 != ":" }.lowercased()
        bootID = boot
        self.log = log
        hasEnded = end.hasPrefix("ended with status ")
        let words = begun.split(separator: " ")
        if words.count == 2 { self.begun = Begun(release: String(words[0]), bootID: String(words[1])) }
    }
}
