import CLibCurl

/// Owns one `CURL *`: a request's options, and where its answer goes.
///
/// Options that libcurl refuses are remembered; `check` throws for the first of them.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// The header fields, which libcurl doesn't copy.
    private var fields: UnsafeMutablePointer<curl_slist>?
    /// What libcurl says about a failure; it keeps the address.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var firstFailure = CURLE_OK

    init() throws(HTTPClientError) {
        guard CurlLibrary.initialised == CURLE_OK, let pointer = curl_easy_init() else {
            throw HTTPClientError(.unusable, "libcurl does not start")
        }
        self.pointer = pointer
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        note(umstieg_curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, words))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(fields)
        words.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { note(umstieg_curl_set_long(pointer, option, value)) }
    func set(_ option: CURLoption, offset: Int) { note(umstieg_curl_set_offset(pointer, option, curl_off_t(offset))) }
    /// Libcurl copies the text.
    func set(_ option: CURLoption, _ text: String) {
        text.withCString { note(umstieg_curl_set_pointer(pointer, option, $0)) }
    }
    func set(_ option: CURLoption, copying bytes: [UInt8]) {
        // An empty body is something else than none, so it needs an address, too.
        (bytes + [0]).withUnsafeBytes { note(umstieg_curl_set_pointer(pointer, option, $0.baseAddress)) }
    }
    func set(_ option: CURLoption, sink: @escaping umstieg_curl_sink) {
        note(umstieg_curl_set_sink(pointer, option, sink))
    }
    func set(_ option: CURLoption, context: UnsafeRawPointer) {
        note(umstieg_curl_set_pointer(pointer, option, context))
    }

    func set(fields lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(fields, line) else { return note(CURLE_OUT_OF_MEMORY) }
            fields = longer
        }
        note(umstieg_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, fields))
    }

    func check() throws(HTTPClientError) {
        guard firstFailure == CURLE_OK else {
            throw HTTPClientError(
                .unusable,
                "libcurl refuses the request: \(String(cString: curl_easy_strerror(firstFailure)))"
            )
        }
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return umstieg_curl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// A time in µs.
    func time(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return umstieg_curl_get_offset(pointer, info, &value) == CURLE_OK ? Int(value) : 0
    }

    /// Libcurl's own words for a failure of the transfer.
    func words(for code: CURLcode) -> String {
        let said = String(cString: words)
        return said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
    }

    private func note(_ code: CURLcode) {
        if firstFailure == CURLE_OK { firstFailure = code }
    }
}
