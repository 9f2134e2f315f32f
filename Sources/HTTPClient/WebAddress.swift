import CLibCurl

/// The parts of a URL that matter here, as libcurl itself reads it.
struct WebAddress {
    let isSecure: Bool
    /// Host and port, without user and password, for messages.
    let place: String

    /// - Throws: `HTTPClientError` of code `unusable`.
    init(_ url: String) throws(HTTPClientError) {
        let wrong = HTTPClientError(.unusable, "no http or https URL of a host")
        guard !url.utf8.contains(0), let handle = curl_url() else { throw wrong }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: handle),
            let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT))
        else { throw wrong }
        guard scheme == "http" || scheme == "https" else { throw wrong }
        isSecure = scheme == "https"
        place = "\(host) port \(port)"
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
