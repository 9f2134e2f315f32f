import Glibc
package import KeyExchange

/// The domains that a worker serves: those of its settings, and those of which a file stands in the settings' directory.
///
/// Such a file comes and goes with its domain's interfaces, in one transaction. What can't be read takes nothing away: a
/// domain that its file named before is served on. A file has to be missing at two looks in a row, as there are editors
/// that take it away for a moment.
package struct ServedDomains: Sendable {
    private struct Entry {
        var domain: ExchangeDomain
        var isMissing = false
    }

    /// More than a gateway can have interfaces for.
    private static let mostFiles = 1000

    private let settings: ExchangeSettings
    /// By the file's name.
    private var entries: [String: Entry] = [:]
    /// Short names are unique.
    package private(set) var domains: [ExchangeDomain]
    /// Files that don't count, with the reason, as of the last look.
    package private(set) var findings: [String] = []

    /// Those of the settings; for files, it has to look.
    package init(_ settings: ExchangeSettings) {
        self.settings = settings
        domains = settings.domains
    }

    /// Reads the directory, if there is one; one that doesn't exist holds no files.
    package mutating func look() {
        guard let directory = settings.worker.domainsDirectory else { return }
        findings = []
        guard let names = names(in: directory) else { return }
        forget(all: Set(entries.keys).subtracting(names))
        for name in names {
            do throws(SettingsError) {
                entries[name] = Entry(domain: try settings.rule.domain(file: "\(directory)/\(name)"))
            } catch {
                findings.append("\(error)")
            }
        }
        domains = settings.domains
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard let other = domains.first(where: { $0.shortName == entry.domain.shortName }) else {
                domains.append(entry.domain)
                continue
            }
            if other != entry.domain {
                findings.append("\(directory)/\(name): «\(other.shortName)» is served already, as \(other.code)")
            }
        }
    }

    /// Files that count; names that begin with a dot are those of files that are being made.
    private mutating func names(in directory: String) -> [String]? {
        guard let names = SmallFile.names(in: directory) else {
            let reason = errno
            if reason == ENOENT { return [] }
            findings.append("\(directory): can't be read: \(String(cString: strerror(reason)))")
            return nil
        }
        let files = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        if files.count > Self.mostFiles { findings.append("\(directory): only \(Self.mostFiles) files are read") }
        return Array(files.prefix(Self.mostFiles))
    }

    private mutating func forget(all names: Set<String>) {
        for name in names {
            if entries[name]?.isMissing == true { entries[name] = nil } else { entries[name]?.isMissing = true }
        }
    }
}
