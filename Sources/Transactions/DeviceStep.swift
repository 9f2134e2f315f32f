/// One step as the device runs it: what it touches, what it does, and its undo.
///
/// A step is done in this order: files are installed (each by rename, on the target's file system), changed unit
/// directories are reloaded (`daemon-reload`; `networkctl reload`, which keeps foreign peers, routes and FDB entries),
/// `apply` runs, `reload` runs, `check` is polled. It is undone, whether it has half run or run, in this order: `undo` runs; units that
/// were inactive or disabled before become so; files return by rename, and options of UCI are set as they were; changed
/// unit directories are reloaded, and `reload` runs if one of the step's paths or options went back; links that were
/// absent before are deleted, last one first; units that were active or enabled before become so, and those that
/// were active are restarted if one of the step's paths went back. Steps that never began are not undone.
///
/// Options of UCI are staged and committed with the confirmation: a power cut before it takes them back by itself.
///
/// `apply`, `reload`, `check`, `undo`, `drain` and `undrain` run as `sh FILE` in `/`, without input, with `LC_ALL=C`.
package struct DeviceStep: Sendable, Hashable {
    /// A file that the step puts in place.
    package struct File: Sendable, Hashable {
        package var path: String
        package var content: [UInt8]
        /// Permission bits in octal, as `chmod` takes them: `0640`.
        package var mode: String
        /// `user:group`, as `chown` takes it.
        package var owner: String

        package init(path: String, content: [UInt8], mode: String = "0644", owner: String = "root:root") {
            self.path = path
            self.content = content
            self.mode = mode
            self.owner = owner
        }
    }

    /// For people: `networkd units of ffmuc_muc_nord`.
    package var name: String
    package var files: [File]
    /// Absolute paths, besides those of `files`, that `apply` may change or create: snapshotted and restored.
    package var paths: [String]
    /// systemd units (Gluon: init scripts) whose enablement and activity `apply` may change.
    package var units: [String]
    /// Network interfaces that `apply` may create, in the order of creation.
    package var links: [String]
    /// What `apply` may set in UCI without committing it: `PACKAGE.SECTION.OPTION`, `PACKAGE.SECTION` for all of a section,
    /// or `PACKAGE.SECTION=` for a section's existence and type.
    package var options: [String]
    /// POSIX sh, run after the files are in place; may be run twice; empty: nothing.
    package var apply: String
    /// POSIX sh after which those who read files and options have read them again, on the way there and back; empty: nobody.
    package var reload: String
    /// POSIX sh, polled each second until it exits with 0; it prints what is missing; empty: nothing to check.
    package var check: String
    /// Seconds for `check` to succeed.
    package var checkSeconds: Int
    /// POSIX sh that runs first on the way back; must be harmless when the step has not run or half run.
    package var undo: String
    /// POSIX sh that has traffic leave what the step brought, and waits for that; empty: it carries none.
    package var drain: String
    /// POSIX sh that takes `drain` back.
    package var undrain: String

    package init(
        name: String,
        files: [File] = [],
        paths: [String] = [],
        units: [String] = [],
        links: [String] = [],
        options: [String] = [],
        apply: String = "",
        reload: String = "",
        check: String = "",
        checkSeconds: Int = 30,
        undo: String = "",
        drain: String = "",
        undrain: String = ""
    ) {
        self.name = name
        self.files = files
        self.paths = paths
        self.units = units
        self.links = links
        self.options = options
        self.apply = apply
        self.reload = reload
        self.check = check
        self.checkSeconds = checkSeconds
        self.undo = undo
        self.drain = drain
        self.undrain = undrain
    }
}
