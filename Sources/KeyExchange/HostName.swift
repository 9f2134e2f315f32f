import Glibc

/// How this machine calls itself: the name of a worker or broker whose settings give it none, as with wgkex.
package enum HostName {
    /// Nil if the machine doesn't tell.
    package static var current: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
