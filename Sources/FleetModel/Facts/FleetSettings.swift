/// What only an inventory file tells: what concerns the network as a whole.
package struct FleetSettings: Sendable, Hashable, Codable {
    package var community: Community
    package var broker: Fleet.Broker?
    package var ssh: Fleet.SSH

    package init(community: Community, broker: Fleet.Broker?, ssh: Fleet.SSH) {
        self.community = community
        self.broker = broker
        self.ssh = ssh
    }
}
