import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Reporting

struct ReportDifferencesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "differences",
        abstract: "What imports have changed in the inventory since a point in time.",
        discussion: """
            What changes all the time, such as clients, is no difference. Changes are kept for 400 days.

            Examples:
              umstieg report differences --since 2d
              umstieg report differences --since 2026-11-26T18:00:00Z --output markdown
            """
    )

    @Option(
        help: ArgumentHelp("Since when: 90m, 12h, 2d or 3w ago, a day, or a point in time.", valueName: "time"),
        transform: Moment.init(argument:)
    )
    var since: Moment

    @OptionGroup var output: ReportOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let source = try ReportSource(global.workspace(on: console))
        let now = console.now().timeIntervalSince1970
        let time = since.seconds(before: now)
        let changes = try InventoryStore(source.database).changes(since: Int(time.rounded(.up)))
        let report = DifferenceReport(
            changes.map { change in
                DifferenceReport.Change(
                    time: Double(change.time),
                    source: change.source,
                    subject: change.subject,
                    name: change.name,
                    title: change.title,
                    kind: DifferenceReport.Change.Kind(change.kind),
                    field: change.fact,
                    before: change.before,
                    after: change.after
                )
            },
            community: source.fleet.community.name,
            since: time,
            takenAt: now
        )
        output.write(report.report, on: console)
    }
}

extension DifferenceReport.Change.Kind {
    fileprivate init(_ kind: PastChange.Kind) {
        switch kind {
        case .new: self = .new
        case .changed: self = .changed
        case .gone: self = .gone
        }
    }
}
