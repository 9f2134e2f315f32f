/// Which participant a client is behind.
package struct TranslationEntry: Sendable, Hashable {
    package var client: MACAddress
    /// Nil outside of VLANs.
    package var vlan: Int?
    /// Primary address of the participant; nil in the table of the own clients.
    package var originator: MACAddress?
    /// Whether packets go to this one of several participants.
    package var isBest: Bool
    /// Whether it is an address of the participant's own, which never gets old.
    package var isOwn: Bool
    /// Whether the participant hasn't announced the client yet.
    package var isTemporary: Bool
    package var isWireless: Bool
    /// Whether the client is moving to another participant.
    package var isRoaming: Bool

    package init(
        client: MACAddress,
        vlan: Int? = nil,
        originator: MACAddress? = nil,
        isBest: Bool = true,
        isOwn: Bool = false,
        isTemporary: Bool = false,
        isWireless: Bool = false,
        isRoaming: Bool = false
    ) {
        self.client = client
        self.vlan = vlan
        self.originator = originator
        self.isBest = isBest
        self.isOwn = isOwn
        self.isTemporary = isTemporary
        self.isWireless = isWireless
        self.isRoaming = isRoaming
    }

    /// Whether it stands for a group that someone listens to.
    package var isMulticast: Bool { client.isMulticast }
}
