import CMosquitto

/// The C library's one-time set-up.
enum MosquittoLibrary {
    /// What `mosquitto_lib_init` returned.
    ///
    /// The first reader runs it, and Swift makes all others wait.
    static let initialised: Int32 = mosquitto_lib_init()
}
