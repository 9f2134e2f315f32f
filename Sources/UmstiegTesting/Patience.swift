/// Waiting in tests for what other processes and threads do.
package enum Patience {
    /// Asks again and again until the answer is true.
    ///
    /// - Throws: `TestProcess.Failure` that names `what` if it isn't within the time.
    package static func wait(
        for what: String,
        within limit: Duration = .seconds(30),
        _ isSo: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try await !isSo() {
            guard ContinuousClock.now < end else {
                throw TestProcess.Failure(description: "waited \(limit) in vain: \(what)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
