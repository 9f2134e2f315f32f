import ArgumentParser
import FleetModel

struct KeyVNICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vni",
        abstract: "Print the VXLAN network identifier of a domain's seed.",
        discussion: "Example: umstieg key vni 5e1f0c7d9a3b46288c0d71e2f5a6b9c43d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a"
    )

    @Argument(help: ArgumentHelp("The site's domain_seed, 64 hexadecimal digits.", valueName: "seed"))
    var seed: String

    @OptionGroup var options: DialectOptions

    func run() async throws {
        Console.current.write("\(try options.dialect.vni(ofSeed: seed))\n", to: .output)
    }
}
