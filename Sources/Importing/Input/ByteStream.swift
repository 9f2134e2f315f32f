import Glibc

/// The bytes of a file or of an answer, piece by piece: a map may be larger than memory.
final class ByteStream {
    private static let usualPieceSize = 1 << 18

    /// As the user named it.
    let name: String
    private let descriptor: Int32
    /// What was put back.
    private var waiting: [UInt8]?
    /// Of an answer, what is left.
    private var bytes: ArraySlice<UInt8> = []
    private let pieceSize: Int

    /// - Throws: `ConfigErrors` if the file can't be opened.
    init(path: String, name: String) throws(ConfigErrors) {
        self.name = name
        pieceSize = Self.usualPieceSize
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ConfigErrors(unreadable: name, errno) }
    }

    init(_ bytes: [UInt8], name: String, pieceSize: Int = usualPieceSize) {
        self.name = name
        self.pieceSize = pieceSize
        self.bytes = bytes[...]
        descriptor = -1
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The next piece; empty at the end.
    ///
    /// - Throws: `ConfigErrors` if the file can't be read.
    func next() throws(ConfigErrors) -> [UInt8] {
        if let piece = waiting {
            waiting = nil
            return piece
        }
        guard descriptor >= 0 else {
            let piece = Array(bytes.prefix(pieceSize))
            bytes = bytes.dropFirst(piece.count)
            return piece
        }
        var failure: Int32?
        let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
            let result = read(descriptor, buffer.baseAddress, buffer.count)
            if result < 0 { failure = errno }
            count = max(result, 0)
        }
        if let failure { throw ConfigErrors(unreadable: name, failure) }
        return piece
    }

    /// The start, without taking it.
    func peek() throws(ConfigErrors) -> [UInt8] {
        let piece = try next()
        waiting = piece
        return piece
    }

    /// All that is left.
    ///
    /// - Throws: `ConfigErrors`, also for more than `limit` bytes.
    func rest(limit: Int) throws(ConfigErrors) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try next()
            if piece.isEmpty { return bytes }
            guard bytes.count + piece.count <= limit else {
                throw ConfigErrors(name, "", "is larger than \(limit >> 20) MiB")
            }
            bytes += piece
        }
    }
}

extension ConfigErrors {
    /// One error.
    init(_ file: String, _ path: String, _ message: String) {
        self.init([ConfigError(file: file, path: path, message: message)])
    }

    init(unreadable file: String, _ code: Int32) {
        self.init(file, "", "can't be read: \(String(cString: strerror(code)))")
    }
}
