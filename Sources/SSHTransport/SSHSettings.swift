import Foundation
import Transport

/// Everything that SSH connections read from their surroundings, so that tests bring their own.
package struct SSHSettings: Sendable {
    /// Host keys that `umstieg hostkeys accept` pinned; need not exist.
    package var workspaceKnownHosts: String
    /// The user's own; nil: none is read.
    package var userKnownHosts: String?
    package var config: SSHConfig
    /// Path of an agent's socket; nil: no agent.
    package var agentSocket: String?
    /// Whose `~` is meant.
    package var home: String
    /// The user to log in as where nothing else is said.
    package var user: String
    /// Tried where neither the endpoint nor the configuration names a key; files that are not there are passed over.
    package var defaultIdentities: [String]
    /// How long a host may be silent before it is asked for a sign of life; after three such times it is given up.
    ///
    /// Whole seconds, at least 2.
    package var keepalive: Duration = .seconds(15)
    /// How long the connection to a jump host stays open after its last use.
    package var jumpLinger: Duration = .seconds(10)

    package init(
        workspaceKnownHosts: String,
        userKnownHosts: String? = nil,
        config: SSHConfig = SSHConfig(),
        agentSocket: String? = nil,
        home: String,
        user: String,
        defaultIdentities: [String] = []
    ) {
        self.workspaceKnownHosts = workspaceKnownHosts
        self.userKnownHosts = userKnownHosts
        self.config = config
        self.agentSocket = agentSocket
        self.home = home
        self.user = user
        self.defaultIdentities = defaultIdentities
    }

    /// What `ssh` would use: `~/.ssh/config`, `~/.ssh/known_hosts`, `SSH_AUTH_SOCK` and the default key files.
    package static func fromEnvironment(workspaceKnownHosts: String) -> SSHSettings {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? NSHomeDirectory()
        let ssh = home + "/.ssh"
        return SSHSettings(
            workspaceKnownHosts: workspaceKnownHosts,
            userKnownHosts: ssh + "/known_hosts",
            config: SSHConfig(path: ssh + "/config"),
            agentSocket: environment["SSH_AUTH_SOCK"].flatMap { $0.isEmpty ? nil : $0 },
            home: home,
            user: NSUserName(),
            defaultIdentities: ["id_ed25519", "id_ecdsa", "id_rsa"].map { "\(ssh)/\($0)" }
        )
    }
}
