import ArgumentParser
import FleetModel

struct KeyLinkLocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link-local",
        abstract: "Print the link-local address that belongs to a WireGuard public key.",
        discussion: "Example: umstieg key link-local TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="
    )

    @Argument(help: ArgumentHelp("A WireGuard public key, base64.", valueName: "pubkey"))
    var key: String

    @OptionGroup var options: DialectOptions

    func run() async throws {
        Console.current.write(options.dialect.linkLocal(of: try WireGuardKey(key)) + "\n", to: .output)
    }
}
