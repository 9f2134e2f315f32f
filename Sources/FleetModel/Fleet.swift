/// Everything that an inventory tells: the input of planning.
package struct Fleet: Sendable, Hashable, Codable {
    /// Where the key exchange is, and how to listen to it.
    package struct Broker: Sendable, Hashable, Codable {
        package struct MQTT: Sendable, Hashable, Codable {
            package var host: String
            package var port: Int
            package var tls: Bool
            package var username: String?
            /// Name of the environment variable that holds the password; the password itself is never stored.
            package var passwordVariable: String?

            package init(host: String, port: Int, tls: Bool, username: String?, passwordVariable: String?) {
                self.host = host
                self.port = port
                self.tls = tls
                self.username = username
                self.passwordVariable = passwordVariable
            }
        }

        package var url: String
        package var mqtt: MQTT?

        package init(url: String, mqtt: MQTT?) {
            self.url = url
            self.mqtt = mqtt
        }
    }

    /// Defaults of the way to every device.
    package struct SSH: Sendable, Hashable, Codable {
        package var user: String
        package var port: Int
        /// Path of a private key, `~` allowed; the agent and `~/.ssh/config` where it is nil.
        package var identity: String?
        /// `sudo` where `user` isn't root.
        package var become: String?

        package init(user: String = "root", port: Int = 22, identity: String? = nil, become: String? = nil) {
            self.user = user
            self.port = port
            self.identity = identity
            self.become = become
        }
    }

    package var community: Community
    package var broker: Broker?
    package var ssh: SSH
    /// Sorted by code.
    package var domains: [Domain]
    /// Sorted by name.
    package var gateways: [Gateway]
    /// Sorted by id.
    package var nodes: [Node]
    /// Sorted; none for domains of which nobody told.
    package var links: [Link]

    package init(
        community: Community,
        broker: Broker?,
        ssh: SSH,
        domains: [Domain],
        gateways: [Gateway],
        nodes: [Node],
        links: [Link] = []
    ) {
        self.community = community
        self.broker = broker
        self.ssh = ssh
        self.domains = domains
        self.gateways = gateways
        self.nodes = nodes
        self.links = links
    }
}
