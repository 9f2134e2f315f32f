/// What `~/.ssh/config` says for one host; nil or empty where it says nothing.
package struct SSHConfigOptions: Sendable, Equatable {
    package var hostName: String?
    package var user: String?
    package var port: Int?
    package var identityFiles: [String] = []
    package var identitiesOnly: Bool?
    /// Empty: none named, or `none`.
    package var proxyJump: [String] = []

    package init() {}
}
