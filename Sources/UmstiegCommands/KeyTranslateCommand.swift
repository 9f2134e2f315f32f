import ArgumentParser
import FleetModel
import KeyTranslation

struct KeyTranslateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "translate",
        abstract: "Print the WireGuard public key that has the same secret as a fastd public key.",
        discussion: """
            Nodes of the gluon dialect keep their fastd secret, so their WireGuard keys are known beforehand. The \
            translation itself is the same in both dialects.

            Example: umstieg key translate 12760ee9088d7b737a11c21c587ab73b64be3c2834eaef6185ec66c3c05c1d78
            """
    )

    @Argument(help: ArgumentHelp("A fastd public key, 64 hexadecimal digits.", valueName: "fastdkey"))
    var key: String

    @OptionGroup var options: DialectOptions

    func run() async throws {
        Console.current.write("\(try WireGuardKey(fastdKey: key))\n", to: .output)
    }
}
