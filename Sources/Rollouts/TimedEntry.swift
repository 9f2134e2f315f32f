/// A journal's entry and when it was written.
package struct TimedEntry: Sendable, Hashable {
    /// Seconds since 1970, from the controller's clock: for people only, nothing is decided by it.
    package var time: Double
    package var entry: JournalEntry

    package init(time: Double, entry: JournalEntry) {
        self.time = time
        self.entry = entry
    }
}
