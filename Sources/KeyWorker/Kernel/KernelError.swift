import Glibc

/// Why the kernel refused, or couldn't be asked.
package struct KernelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A number of errno.h; `EBADMSG` for an answer that can't be read.
    package var code: Int32
    /// What more is known: of the kernel's extended acknowledgements, or what was being done.
    package var text: String

    package init(code: Int32, text: String = "") {
        self.code = code
        self.text = text
    }

    /// An answer that isn't as it must be.
    static func malformed(_ what: String) -> KernelError { KernelError(code: EBADMSG, text: what) }

    package var description: String {
        let reason = String(cString: strerror(code))
        return text.isEmpty ? reason : "\(reason) (\(text))"
    }
}
