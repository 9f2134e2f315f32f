import FleetModel
package import Planning

/// What a controller asks of the script on a device.
package enum DeviceVerb: Sendable, Hashable {
    /// Sends a transaction and arms it. The same begin again gives the same answer while it is armed.
    case begin(DeviceTransaction)
    /// Starts the steps, or attaches to them if they run already, and tells of them for at most `wait` seconds.
    case apply(id: String, wait: Int)
    /// nil: the youngest transaction of the device.
    case status(id: String?)
    /// `fenced`: from then on the device refuses controllers with an older token, whatever is still on its way.
    case list(fenced: Bool)
    /// Moves the deadline to `seconds` from now, at most to the transaction's maximum.
    case extend(id: String, seconds: Int)
    /// `probation`: a node's, begun with the confirmation.
    case confirm(id: String, probation: Probation? = nil)
    /// Makes what a confirmed transaction brought unattractive for traffic, and waits until it has left; or the opposite.
    case drain(id: String, wait: Int)
    case undrain(id: String)
    /// Reverts; `force` overrides what was changed by hand since the confirmation; `wait` nil: the revert bound and 10 s.
    case rollback(id: String, force: Bool, wait: Int?)
    case hold(scope: String)
    case release(scope: String)

    /// Where Debian keeps its transactions.
    package static let debianState = "/var/lib/umstieg"
    /// Where Gluon keeps them: its `/var` does not survive a reboot.
    package static let gluonState = "/etc/umstieg"

    /// The command for a device.
    ///
    /// A verb about one transaction runs that transaction's own copy of the script; the others, and `begin`, bring
    /// theirs along on standard input.
    ///
    /// - Parameters:
    ///   - fencingToken: Of the lock that the controller holds; `begin` has the transaction's own.
    ///   - stateDirectory: ``debianState`` or ``gluonState``.
    /// - Returns: What a transport runs.
    /// - Throws: ``InvalidTransaction`` if a value can't go to a device.
    package func command(
        fencingToken: Int,
        stateDirectory: String = debianState
    ) throws(InvalidTransaction) -> DeviceCommand {
        try Check.path(stateDirectory, at: "state_directory")
        try Check.number(fencingToken, 0...Check.largest, at: "fencing_token")
        let fence = "--fence \(fencingToken)"
        switch self {
        case .begin(let transaction):
            return try Self.begin(transaction, in: stateDirectory)
        case .apply(let id, let wait):
            try Check.number(wait, 0...Check.largest, at: "wait")
            return try Self.own("apply", id, "\(fence) --wait \(wait)", in: stateDirectory)
        case .status(let id?):
            return try Self.own("status", id, "", in: stateDirectory)
        case .status(nil):
            return Self.brought("status", in: stateDirectory)
        case .list(let fenced):
            return Self.brought(fenced ? "list \(fence)" : "list", in: stateDirectory)
        case .extend(let id, let seconds):
            try Check.number(seconds, 1...Check.largest, at: "seconds")
            return try Self.own("extend", id, "\(seconds) \(fence)", in: stateDirectory)
        case .confirm(let id, let probation):
            let options = probation.map { " --probation \($0.settle) --without-gateway \($0.withoutGateway)" } ?? ""
            return try Self.own("confirm", id, fence + options, in: stateDirectory)
        case .drain(let id, let wait):
            try Check.number(wait, 0...Check.largest, at: "wait")
            return try Self.own("drain", id, "\(fence) --wait \(wait)", in: stateDirectory)
        case .undrain(let id):
            return try Self.own("undrain", id, fence, in: stateDirectory)
        case .rollback(let id, let force, let wait):
            try Check.number(wait ?? 0, 0...Check.largest, at: "wait")
            let options = [fence, force ? "--force" : nil, wait.map { "--wait \($0)" }].compactMap(\.self)
            return try Self.own("rollback", id, options.joined(separator: " "), in: stateDirectory)
        case .hold(let scope):
            try Check.name(scope, at: "scope")
            return Self.brought("hold \(scope.shellQuoted) \(fence)", in: stateDirectory)
        case .release(let scope):
            try Check.name(scope, at: "scope")
            return Self.brought("release \(scope.shellQuoted) \(fence)", in: stateDirectory)
        }
    }

    /// Unpacks into a directory of its own.
    ///
    /// Its name ends in the pid of the shell, by which later ones tell a dead upload.
    private static func begin(
        _ transaction: DeviceTransaction,
        in state: String
    ) throws(InvalidTransaction) -> DeviceCommand {
        let bundle = try TransactionBundle(transaction)
        let upload = "\(state)/incoming/\(transaction.id).".shellQuoted
        let unpack = "umask 077 && d=\(upload)$$ && rm -rf \"$d\" && mkdir -p \"$d\" && cd \"$d\" && tar -xf -"
        let failed = #"{"error":{"code":"failed","message":"the upload could not be unpacked","differences":[]}}"#
        let begin = "UMSTIEG_STATE=\(state.shellQuoted) sh ./umstieg-device begin \(transaction.id.shellQuoted)"
        return DeviceCommand(
            text: "if \(unpack); then \(begin) --fence \(transaction.fencingToken);"
                + " else echo \(failed.shellQuoted); exit 10; fi",
            standardInput: bundle.bytes
        )
    }

    private static func own(
        _ verb: String,
        _ id: String,
        _ options: String,
        in state: String
    ) throws(InvalidTransaction) -> DeviceCommand {
        try Check.name(id, at: "id")
        let script = "\(state)/tx/\(id)/umstieg-device".shellQuoted
        let missing = #"{"error":{"code":"no-such-transaction","message":"no transaction \#(id)","differences":[]}}"#
        let call = "sh \(script) \(verb) \(id.shellQuoted)\(options.isEmpty ? "" : " ")\(options)"
        return DeviceCommand(
            text: "if [ -f \(script) ]; then \(call); else echo \(missing.shellQuoted); exit 10; fi"
        )
    }

    private static func brought(_ call: String, in state: String) -> DeviceCommand {
        DeviceCommand(
            text: "UMSTIEG_STATE=\(state.shellQuoted) sh -s -- \(call)",
            standardInput: DeviceScript.bytes
        )
    }
}
