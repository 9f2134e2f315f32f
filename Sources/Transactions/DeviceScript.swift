/// The shell script that carries out transactions on devices, embedded in the program.
package enum DeviceScript {
    /// All of it, in the order in which its parts build on each other.
    ///
    /// POSIX sh for dash and busybox ash.
    package static let bytes: [UInt8] = [
        PackageResources.prelude_sh,
        PackageResources.json_sh,
        PackageResources.state_sh,
        PackageResources.transaction_sh,
        PackageResources.listing_sh,
        PackageResources.uci_sh,
        PackageResources.snapshot_sh,
        PackageResources.network_sh,
        PackageResources.timer_sh,
        PackageResources.steps_sh,
        PackageResources.undo_sh,
        PackageResources.boot_sh,
        PackageResources.begin_sh,
        PackageResources.verbs_sh,
    ].flatMap { $0 }
}
