import CLibCurl

extension HTTPRequest {
    /// Tells libcurl what this asks for.
    func apply(to handle: EasyHandle, at address: WebAddress) throws(HTTPClientError) {
        try check(at: address)
        handle.set(CURLOPT_URL, url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_REDIR_PROTOCOLS_STR, address.isSecure ? "https" : "http,https")
        handle.set(CURLOPT_FOLLOWLOCATION, followsRedirects ? 1 : 0)
        handle.set(CURLOPT_MAXREDIRS, 5)
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        handle.set(CURLOPT_USERAGENT, "umstieg")
        // No signals for time-outs: they would hit any thread.
        handle.set(CURLOPT_NOSIGNAL, 1)
        // Else a look-up that hangs holds all transfers when one of them is given up.
        handle.set(CURLOPT_QUICK_EXIT, 1)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, connectDeadline.curlTimeout)
        handle.set(CURLOPT_TIMEOUT_MS, deadline.curlTimeout)
        handle.set(CURLOPT_MAXFILESIZE_LARGE, offset: max(bodyLimit, 1))
        handle.set(CURLOPT_IPRESOLVE, family.curlValue)
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities {
            handle.set(CURLOPT_CAINFO, authorities)
            // Only these, not the system's directory as well.
            handle.set(CURLOPT_CAPATH, "/dev/null")
        }
        if let body {
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
            handle.set(CURLOPT_COPYPOSTFIELDS, copying: body)
        }
        if method == "HEAD" { handle.set(CURLOPT_NOBODY, 1) } else { handle.set(CURLOPT_CUSTOMREQUEST, method) }
        handle.set(fields: lines)
        try handle.check()
    }

    /// The header as libcurl wants it: a name without a value takes out what it would send by itself.
    private var lines: [String] {
        let own = fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        let names = Set(fields.map { $0.name.lowercased() })
        return own + ["Expect", "Content-Type"].filter { !names.contains($0.lowercased()) }.map { "\($0):" }
    }

    private func check(at address: WebAddress) throws(HTTPClientError) {
        guard !method.isEmpty, method.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw HTTPClientError(.unusable, "«\(method)» is no method: \(address.place)")
        }
        for field in fields {
            // Line ends would begin a field, or a request, of their own.
            let isSafe = !field.value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }
            guard field.name.isToken, isSafe else {
                throw HTTPClientError(.unusable, "the header field «\(field.name)» can't be sent: \(address.place)")
            }
        }
        if let authorities, authorities.utf8.contains(0) {
            throw HTTPClientError(.unusable, "a zero byte in the name of a file: \(address.place)")
        }
    }
}

extension HTTPRequest.Family {
    fileprivate var curlValue: Int {
        switch self {
        case .any: Int(CURL_IPRESOLVE_WHATEVER)
        case .v4: Int(CURL_IPRESOLVE_V4)
        case .v6: Int(CURL_IPRESOLVE_V6)
        }
    }
}

extension String {
    /// A token of RFC 9110, section 5.6.2.
    fileprivate var isToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7f && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
    }
}

extension Duration {
    /// In ms; at least one, for 0 would be for ever.
    fileprivate var curlTimeout: Int { max(1, min(Int(self / .milliseconds(1)), 86_400_000)) }
}
