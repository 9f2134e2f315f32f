import Foundation
import UmstiegCommands

@main
struct Main {
    static func main() async {
        let status = await Umstieg.run(Array(CommandLine.arguments.dropFirst()), on: .process)
        exit(status.rawValue)
    }
}
