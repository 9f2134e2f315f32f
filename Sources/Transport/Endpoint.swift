/// Where a device is and how to get there.
package struct Endpoint: Sendable, Hashable {
    /// The inventory's name, as messages tell it.
    package var name: String
    /// Host name or address, an IPv6 address without brackets.
    ///
    /// A name may be an alias of `~/.ssh/config`.
    package var address: String
    /// nil: what `~/.ssh/config` says, else 22.
    package var port: Int?
    /// nil: what `~/.ssh/config` says, else the user who runs the program.
    package var user: String?
    /// Path of a private key; nil: what `~/.ssh/config` says, the agent, the default keys.
    package var identity: String?
    /// Hosts to pass through, the first one first.
    ///
    /// Empty: direct, unless `~/.ssh/config` has a ProxyJump.
    package var jumps: [Endpoint]
    /// Other hosts to pass through, each list instead of `jumps`, where a host on the way doesn't answer; the best first.
    package var detours: [[Endpoint]]

    package init(
        name: String,
        address: String,
        port: Int? = nil,
        user: String? = nil,
        identity: String? = nil,
        jumps: [Endpoint] = [],
        detours: [[Endpoint]] = []
    ) {
        self.name = name
        self.address = address
        self.port = port
        self.user = user
        self.identity = identity
        self.jumps = jumps
        self.detours = detours
    }

    /// All ways there, each without detours.
    package var ways: [Endpoint] {
        ([jumps] + detours).map { jumps in
            var way = self
            way.jumps = jumps
            way.detours = []
            return way
        }
    }
}
