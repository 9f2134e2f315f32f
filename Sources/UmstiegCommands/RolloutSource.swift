import FleetModel
import Foundation
import Importing
import Planning

/// Reads rollout files and the playbooks that stand beside them.
struct RolloutSource {
    private static let mostBytes = 1 << 20

    var console: Console

    /// - Throws: `ConfigErrors`, or `CommandFailure` if the file can't be read.
    func rollout(at path: String) throws -> RolloutFile {
        let directory = URL(filePath: console.absolutePath(path)).deletingLastPathComponent()
        return try RolloutDocument.read(try bytes(of: path), file: path) { name throws(ConfigErrors) in
            guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
                throw ConfigErrors([
                    ConfigError(file: name, path: "", message: "a playbook is named as a file beside the rollout file")
                ])
            }
            do {
                return try playbook(at: directory.appending(path: name).path(percentEncoded: false), named: name)
            } catch let error as ConfigErrors {
                throw error
            } catch {
                throw ConfigErrors([ConfigError(file: name, path: "", message: "\(error)")])
            }
        }
    }

    func playbook(at path: String, named name: String) throws -> Playbook {
        let programs = InstalledPrograms()
        let directory = URL(filePath: console.absolutePath(path)).deletingLastPathComponent()
        return try PlaybookFile.read(try bytes(of: path), file: name)
            .resolvingPrograms(programs.digest)
            .resolvingImages { image in
                var image = image
                image.path = directory.appending(path: image.path).path(percentEncoded: false)
                _ = try programs.bytes(of: image)
                return image
            }
    }

    private func bytes(of path: String) throws -> Data {
        let url = URL(filePath: console.absolutePath(path))
        do {
            let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= Self.mostBytes else {
                throw CommandFailure(.usage, "\(path): is larger than \(Self.mostBytes) bytes")
            }
            return try Data(contentsOf: url)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(.usage, "\(path): can't be read: \(error.localizedDescription)")
        }
    }
}
