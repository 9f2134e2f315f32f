import Foundation
import Glibc
import Synchronization

/// Ends the process when a reading takes too long, and tells which input it was, also if it traps.
enum Watch {
    static let workers = (0..<max(ProcessInfo.processInfo.activeProcessorCount, 1)).map { _ in FuzzWorker() }

    static func begin() {
        for number in [SIGILL, SIGSEGV, SIGTRAP, SIGBUS, SIGFPE, SIGABRT] {
            signal(number) { number in
                Watch.tell("a trap")
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        Thread.detachNewThread {
            while true {
                usleep(100_000)
                for worker in workers where worker.elapsed ?? 0 > FuzzRun.patience {
                    tell("more than a second")
                    _exit(1)
                }
            }
        }
    }

    /// Each thread's reader and input; one of them it was.
    private static func tell(_ what: String) {
        for worker in workers where worker.elapsed != nil {
            let name = FuzzTarget.all[worker.target.load(ordering: .relaxed)].name
            let number = worker.number.load(ordering: .relaxed)
            let line = Array("violation: \(what) at --only '\(name)' --from \(number) --inputs 1\n".utf8)
            _ = write(2, line, line.count)
        }
    }
}
