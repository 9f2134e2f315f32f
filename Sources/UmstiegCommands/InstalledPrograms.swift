import FleetModel
import Foundation
import Planning
import Rollouts

/// The programs that were installed with this one: beside it, or below `../libexec/umstieg`.
struct InstalledPrograms: ProgramSource {
    private static let mostBytes = 64 << 20

    var directories: [URL]

    /// - Parameter executable: this program's own file.
    init(executable: URL? = Bundle.main.executableURL) {
        let directory = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
        directories = directory.map { [$0, $0.appending(path: "../libexec/umstieg").standardizedFileURL] } ?? []
    }

    func bytes(of program: ProgramStep) throws -> [UInt8] {
        let bytes = try self.bytes(named: program.name)
        let found = SHA256Digest.text(of: bytes)
        guard found == program.digest else {
            throw CommandFailure(
                .failed,
                "the plan was made with another \(program.name) (\(program.digest.prefix(16)), here is "
                    + "\(found.prefix(16))): go on where it was made, or make a new plan"
            )
        }
        return bytes
    }

    func bytes(of image: FirmwareImage) throws -> [UInt8] {
        let file = URL(filePath: image.path)
        let size: Int
        do {
            size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        } catch {
            throw CommandFailure(.usage, "\(image.path): can't be read: \(error.localizedDescription)")
        }
        let bytes = try bytes(of: file, size: size)
        let found = SHA256Digest.text(of: bytes)
        guard found == image.digest else {
            throw CommandFailure(.usage, "\(image.path): its SHA-256 is \(found), the playbook says \(image.digest)")
        }
        return bytes
    }

    func digest(of name: String) throws -> String { SHA256Digest.text(of: try bytes(named: name)) }

    private func bytes(named name: String) throws -> [UInt8] {
        for directory in directories {
            let file = directory.appending(path: name)
            guard let size = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize else { continue }
            return try bytes(of: file, size: size)
        }
        let places = directories.map { $0.path(percentEncoded: false) }.joined(separator: " and ")
        throw CommandFailure(
            .failed,
            "\(name) is not installed: looked in \(places.isEmpty ? "no place" : places); `make install` puts it there"
        )
    }

    private func bytes(of file: URL, size: Int) throws -> [UInt8] {
        guard size <= Self.mostBytes else {
            let path = file.path(percentEncoded: false)
            throw CommandFailure(.failed, "\(path): is larger than \(Self.mostBytes) bytes")
        }
        return Array(try Data(contentsOf: file))
    }
}
