import Foundation

/// The program in the background, with the files that tell of it.
struct LabController {
    let process: Int32
    /// Both outputs.
    let log: URL
    /// Holds the exit code once it has ended.
    let ending: URL

    func text() throws -> String { try String(contentsOf: log, encoding: .utf8) }

    /// As a shell tells it, so 137 after SIGKILL; nil while it runs.
    func exitCode() throws -> Int32? {
        guard let text = try? String(contentsOf: ending, encoding: .utf8) else { return nil }
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Waits for an event, or for the end.
    ///
    /// - Returns: whether it came.
    func waits(for isAwaited: (LabEvent) -> Bool, within limit: Duration) async throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while clock.now < end {
            let hasEnded = try exitCode() != nil
            if LabEvent.read(try text()).contains(where: isAwaited) { return true }
            if hasEnded { return false }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
