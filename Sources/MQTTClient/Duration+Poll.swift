extension Duration {
    /// In whole milliseconds, rounded up so that a thread doesn't spin through the last one.
    var pollTimeout: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int32(
            clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000
                + 1
        )
    }
}
