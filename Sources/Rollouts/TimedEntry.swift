/// A journal's entry and when it was written.
package struct TimedEntry: Sendable, Hashable {
    /// Seconds since 1970, from the controller's clock, never less than that of the entry before.
    ///
    /// Pauses, windows and the canary's measure are reckoned with it; what a device does never is.
    package var time: Double
    package var entry: JournalEntry

    package init(time: Double, entry: JournalEntry) {
        self.time = time
        self.entry = entry
    }
}
