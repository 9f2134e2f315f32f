import CLibCurl
import Glibc
import Synchronization

/// One request on its way, and the answer as far as it came.
///
/// `@unchecked Sendable`: made by the caller, then given to the client's thread, which alone uses it from there on; only
/// `isCancelled` belongs to all.
final class Transfer: @unchecked Sendable {
    private static let longestHeader = 65_536

    let handle: EasyHandle
    let isCancelled = Atomic(false)
    /// Resumed once, by the client's thread.
    var answer: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>?
    private let request: HTTPRequest
    private let address: WebAddress
    private var fields: [HTTPField] = []
    private var headerLength = 0
    private var body: [UInt8] = []
    /// We ended it ourselves.
    private var isTooLong = false

    init(_ request: HTTPRequest) throws(HTTPClientError) {
        self.request = request
        address = try WebAddress(request.url)
        handle = try EasyHandle()
        try request.apply(to: handle, at: address)
        let context = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        handle.set(CURLOPT_WRITEDATA, context: context)
        handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Transfer.take(bytes, size * count, context) { $0.take(body: $1) }
        }
        handle.set(CURLOPT_HEADERDATA, context: context)
        handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.take(bytes, size * count, context) { $0.take(line: $1) }
        }
        try handle.check()
    }

    /// Ends it with what libcurl says.
    func finish(_ code: CURLcode) {
        if code == CURLE_OK {
            finish(
                .success(HTTPResponse(status: handle.number(CURLINFO_RESPONSE_CODE), fields: fields, body: body))
            )
        } else {
            finish(.failure(error(for: code)))
        }
    }

    func finish(_ result: Result<HTTPResponse, HTTPClientError>) {
        answer?.resume(returning: result)
        answer = nil
    }

    /// Ends it because nobody wants it any more.
    func cancel() { finish(.failure(HTTPClientError(.cancelled, "cancelled: \(address.place)"))) }

    /// What was taken; less than all ends the transfer.
    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        by take: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func take(body part: UnsafeRawBufferPointer) -> Bool {
        guard body.count + part.count <= request.bodyLimit else {
            isTooLong = true
            return false
        }
        body += part
        return true
    }

    private func take(line bytes: UnsafeRawBufferPointer) -> Bool {
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // Of the last answer only: redirections have some of their own.
            fields = []
            body = []
        }
        headerLength += bytes.count
        guard headerLength <= Self.longestHeader else {
            isTooLong = true
            return false
        }
        if let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") {
            fields.append(HTTPField(String(line[..<colon]), line[line.index(after: colon)...].trimmed))
        }
        return true
    }

    /// The one place where libcurl's codes get their words.
    private func error(for code: CURLcode) -> HTTPClientError {
        let place = address.place
        let words = handle.words(for: code)
        if isTooLong || code == CURLE_FILESIZE_EXCEEDED {
            return HTTPClientError(.tooLong, "the answer is longer than \(request.bodyLimit) bytes: \(place)")
        }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return HTTPClientError(.nameNotFound, "name not found: \(place)")
        case CURLE_COULDNT_CONNECT where handle.number(CURLINFO_OS_ERRNO) == Int(ECONNREFUSED):
            return HTTPClientError(.connectionRefused, "connection refused: \(place)")
        case CURLE_COULDNT_CONNECT: return HTTPClientError(.unreachable, "unreachable: \(place): \(words)")
        case CURLE_OPERATION_TIMEDOUT where handle.time(CURLINFO_PRETRANSFER_TIME_T) == 0:
            return HTTPClientError(.timedOut, "no connection in time: \(place)")
        case CURLE_OPERATION_TIMEDOUT: return HTTPClientError(.timedOut, "no full answer in time: \(place)")
        case CURLE_PEER_FAILED_VERIFICATION:
            return HTTPClientError(
                .insecure,
                "certificate not accepted: \(place): \(words); if it is right, name the file of its authority"
            )
        case CURLE_SSL_CACERT_BADFILE:
            return HTTPClientError(.insecure, "authorities can't be read: \(request.authorities ?? "the system's")")
        case CURLE_SSL_CONNECT_ERROR: return HTTPClientError(.insecure, "TLS failed: \(place): \(words)")
        default: return HTTPClientError(.broken, "no usable answer: \(place): \(words)")
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { " \t\r\n".contains($0) || $0 == "\r\n" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
