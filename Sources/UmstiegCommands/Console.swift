package import Foundation
import Glibc
import Reporting

/// What a command sees of the process around it; tests put their own in its place.
package struct Console: Sendable {
    package enum Stream: Sendable, Hashable {
        case output
        case error
    }

    /// The console of the command that runs.
    @TaskLocal static var current = Console.process

    /// Absolute path of the current directory.
    package var directory: String
    package var environment: [String: String]
    /// Whether the standard output is one.
    package var isTerminal: Bool
    /// Whether the standard error is one.
    package var isErrorTerminal: Bool
    package var now: @Sendable () -> Date
    private let writer: @Sendable (String, Stream) -> Void

    package init(
        directory: String,
        environment: [String: String] = [:],
        isTerminal: Bool = false,
        isErrorTerminal: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() },
        writer: @escaping @Sendable (String, Stream) -> Void
    ) {
        self.directory = directory
        self.environment = environment
        self.isTerminal = isTerminal
        self.isErrorTerminal = isErrorTerminal
        self.now = now
        self.writer = writer
    }

    /// That of this process.
    package static var process: Console {
        Console(
            directory: FileManager.default.currentDirectoryPath,
            environment: ProcessInfo.processInfo.environment,
            isTerminal: isatty(STDOUT_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1
        ) { text, stream in
            var text = text
            text.withUTF8 {
                Self.write(UnsafeRawBufferPointer($0), to: stream == .output ? STDOUT_FILENO : STDERR_FILENO)
            }
        }
    }

    /// Nobody is left to tell when the reader is gone or the disk is full.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// How text for people may look on the standard output.
    var style: TextStyle { TextStyle(isTerminal: isTerminal, environment: environment) }

    /// Columns of the terminal.
    var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func write(_ text: String, to stream: Stream) {
        writer(text, stream)
    }

    /// A path of the command line as an absolute path.
    func absolutePath(_ path: String) -> String {
        path.hasPrefix("/") ? path : directory + "/" + path
    }
}
