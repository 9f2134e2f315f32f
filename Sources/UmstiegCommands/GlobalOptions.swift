import ArgumentParser

/// The options of every command that works in a workspace.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The workspace: by default the nearest directory that holds umstieg.db, else this one.",
            valueName: "dir"
        )
    )
    var workspace: String?

    @Flag(name: .shortAndLong, help: "Tell more on standard error.")
    var verbose = false

    /// The workspace that the command works in.
    func workspace(on console: Console) -> Workspace {
        let found =
            workspace.map { Workspace(directory: console.absolutePath($0)) } ?? Workspace(nearest: console.directory)
        log("workspace \(found.directory)", on: console)
        return found
    }

    /// Tells something that only `-v` asks for.
    func log(_ message: @autoclosure () -> String, on console: Console) {
        if verbose { console.write(message() + "\n", to: .error) }
    }
}
