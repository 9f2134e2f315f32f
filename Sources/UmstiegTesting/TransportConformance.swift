package import Transport

/// What every `Connector` has to do, as checks that return what went wrong.
///
/// A transport passes if `violations` is empty. The endpoint is a machine with a POSIX shell; a scripted transport
/// answers the commands of `Commands`.
package struct TransportConformance: Sendable {
    /// One broken rule.
    package struct Violation: Sendable, Equatable, CustomStringConvertible {
        package var rule: String
        package var found: String

        package var description: String { "\(rule): \(found)" }
    }

    let connector: any Connector
    let endpoint: Endpoint

    package init(connector: any Connector, endpoint: Endpoint) {
        self.connector = connector
        self.endpoint = endpoint
    }

    /// Runs all checks, one after the other, each on a connection of its own.
    package func violations() async -> [Violation] {
        var violations: [Violation] = []
        for (rule, check) in Self.rules {
            do throws(TransportError) {
                let connection = try await connector.connect(to: endpoint, within: .seconds(30))
                let found = await check(connection)
                await connection.close()
                if let found { violations.append(Violation(rule: rule, found: found)) }
            } catch {
                violations.append(Violation(rule: rule, found: "no connection: \(error)"))
            }
        }
        return violations
    }
}
