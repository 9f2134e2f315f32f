import UmstiegCommands

@main
struct Main {
    static func main() async {
        await Umstieg.run(Array(CommandLine.arguments.dropFirst()), on: .process).leave()
    }
}
