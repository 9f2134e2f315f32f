/// What libmosquitto says about one connection.
struct LibraryLog {
    private static let mostErrors = 8

    /// Lines of all levels.
    ///
    /// Each packet that comes in makes one, so a read without any found nothing to read.
    private(set) var lines = 0
    /// The first errors, which is where OpenSSL's words about a certificate are.
    private(set) var errors: [String] = []

    mutating func note(_ line: String?) {
        lines &+= 1
        if let line, errors.count < Self.mostErrors, !errors.contains(line) { errors.append(line) }
    }
}
