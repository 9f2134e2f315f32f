/// Versions of batctl and of the kernel module that it talks to.
package struct BatctlVersion: Sendable, Hashable {
    /// `debian-2023.0-1`.
    package var program: String
    /// `2022.3`; nil if it isn't loaded.
    package var module: String?

    package init(program: String, module: String?) {
        self.program = program
        self.module = module
    }
}
