import CLibSSH2

/// The C library's one-time set-up.
enum LibSSH2 {
    /// What `libssh2_init` returned; 0 is success.
    ///
    /// Read it before starting a thread that uses the library: the first reader runs `libssh2_init`, which is not
    /// thread-safe, and Swift makes all others wait.
    static let initialised: Int32 = libssh2_init(0)

    static let wouldBlock = Int(LIBSSH2_ERROR_EAGAIN)
}
