import Glibc

/// The process' limit of open files, which connections are, too.
enum OpenFiles {
    /// Files that are no connections of clients.
    private static let reserve = 64

    /// Raises the limit as far as `wanted` connections need, and may.
    ///
    /// - Returns: how many connections there can be at a time: to accept one too many would end in an error that
    ///   comes again at once.
    static func connections(_ wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        let needed = rlim_t(wanted + reserve)
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(needed, limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return min(wanted, max(Int(clamping: limit.rlim_cur) - reserve, 1))
    }
}
