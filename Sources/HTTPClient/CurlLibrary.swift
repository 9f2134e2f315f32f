import CLibCurl

/// The C library's one-time set-up.
enum CurlLibrary {
    /// What `curl_global_init` returned.
    ///
    /// The first reader runs it, and Swift makes all others wait.
    static let initialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}
