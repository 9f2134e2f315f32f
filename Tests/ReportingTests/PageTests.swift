import FleetModel
import Foundation
import Planning
import Reporting
import Testing

/// Pages for `Tests/Pages/check`, which looks at them in a browser.
struct PageTests {
    private static let directory = ProcessInfo.processInfo.environment["UMSTIEG_PAGES"]

    @Test(.enabled(if: directory != nil, "UMSTIEG_PAGES names the directory for pages that a browser is to check"))
    func `pages for the browser are written`() throws {
        let story = try RolloutReportTests.story(seed: 2, rate: 0.05)
        let fleet = try #require(story.plan?.fleet)
        let now = story.endedAt ?? 0
        let reports = [
            Report.sample,
            RolloutReport(story, takenAt: now).report,
            ProgressReport(fleet, nodes: fleet.nodes, history: MigrationHistory([story]), takenAt: now)
                .report(hasFigures: true),
            ReadinessReport(fleet, nodes: fleet.nodes, changes: [], seen: [:], takenAt: now).report(hasFigures: true),
        ]
        for report in reports {
            let path = try #require(Self.directory) + "/\(report.name).html"
            try report.text(as: .html, style: .plain).write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
