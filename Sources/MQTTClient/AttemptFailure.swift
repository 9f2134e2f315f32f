/// Why an attempt to connect failed, or why a connection ended.
struct AttemptFailure: Error {
    var reason: String
    /// It ended before anything was sent.
    var isImmediate = false
}
