import Foundation
package import Planning
package import Rollouts
import Synchronization

/// The one owner of the screen while a rollout runs.
package final class ProgressMonitor: Sendable {
    package enum Style: Sendable {
        /// Lines that change in place.
        case live(width: Int)
        case plain
        /// JSON, one object a line.
        case events
    }

    private struct Screen {
        var board: RolloutBoard
        var drawn = 0
    }

    private let style: Style
    private let screen: Mutex<Screen>
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Double

    /// - Parameters:
    ///   - style: for the whole rollout; a terminal's width isn't asked for again.
    ///   - units: those that the live board shows from the start.
    ///   - now: seconds since 1970, for `events`.
    ///   - write: gets text for the screen, line ends included.
    package init(
        style: Style,
        units: [UnitID],
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.style = style
        self.now = now
        self.write = write
        screen = Mutex(Screen(board: RolloutBoard(units: units)))
    }

    package func tell(_ progress: RolloutProgress) {
        tell(progress, at: now())
    }

    /// Tells what happened earlier.
    ///
    /// - Parameters:
    ///   - progress: comes after what was told before.
    ///   - time: seconds since 1970.
    package func tell(_ progress: RolloutProgress, at time: Double) {
        switch style {
        case .plain:
            write(ProgressLine.text(progress) + "\n")
        case .events:
            write(ProgressEvent(progress, time: time).line + "\n")
        case .live(let width):
            screen.withLock { screen in
                screen.board.update(progress)
                draw(&screen, width: width, above: Self.lasting(progress))
            }
        }
    }

    /// What must not be painted over.
    private static func lasting(_ progress: RolloutProgress) -> String? {
        switch progress {
        case .entry(.turnedBack), .entry(.halted), .entry(.heard), .entry(.resumed), .entry(.waiting), .entry(.entered),
            .entry(.progressed), .entry(.pinged):
            ProgressLine.text(progress)
        case .entry(.started), .entry(.intended), .entry(.observed), .entry(.woke), .entry(.finished), .step, .look:
            nil
        }
    }

    private func draw(_ screen: inout Screen, width: Int, above: String?) {
        let eraseLine = "\u{1B}[2K"
        var text = screen.drawn > 0 ? "\u{1B}[\(screen.drawn)A" : ""
        if let above { text += eraseLine + above + "\n" }
        let lines = screen.board.lines(width: width)
        for line in lines { text += eraseLine + line + "\n" }
        text += "\u{1B}[J"
        screen.drawn = lines.count
        write(text)
    }
}
