import Dispatch
import Foundation
import Mesh
import Synchronization
import UmstiegTesting

/// Reads many wrong inputs with one reader.
struct FuzzRun {
    /// Nanoseconds of processor time that one reading may take.
    static let patience: UInt64 = 1_000_000_000
    private static let chunk = 1000

    var seed: UInt64
    var workers: [FuzzWorker]

    /// What came of one reader's inputs.
    struct Tally {
        var read = 0
        var refused = 0
        /// Bad errors, with how to see them again.
        var violations: [String] = []
    }

    func tally(of index: Int, from first: Int, count: Int) -> Tally {
        let target = FuzzTarget.all[index]
        let next = Atomic(first)
        let sum = Mutex(Tally())
        DispatchQueue.concurrentPerform(iterations: workers.count) { lane in
            let worker = workers[lane]
            worker.begin(target: index)
            while true {
                let start = next.add(Self.chunk, ordering: .relaxed).oldValue
                guard start < first + count else { return }
                var tally = Tally()
                for number in start..<min(start + Self.chunk, first + count) {
                    read(number, with: target, index, worker, &tally)
                }
                sum.withLock { sum in
                    sum.read += tally.read
                    sum.refused += tally.refused
                    sum.violations += tally.violations
                }
            }
        }
        return sum.withLock { $0 }
    }

    private func read(_ number: Int, with target: FuzzTarget, _ index: Int, _ worker: FuzzWorker, _ tally: inout Tally)
    {
        var mutator = Mutator(generator: generator(index, number))
        let input = mutator.input(from: target.seeds)
        worker.begin(input: number)
        do throws(ReadingError) {
            try target.read(input[...])
            tally.read += 1
        } catch {
            tally.refused += 1
            if let complaint = Self.complaint(about: error) { tally.violations.append("input \(number): \(complaint)") }
        }
        worker.end()
    }

    /// Each input depends on its number only, so that one can be made again without those before.
    private func generator(_ index: Int, _ number: Int) -> SplitMix {
        var mixed = SplitMix(state: seed ^ UInt64(index) << 48)
        return SplitMix(state: mixed.next() &+ UInt64(number) &* 0xd1b5_4a32_d192_ed03)
    }

    /// Nil if an error is as it should be.
    private static func complaint(about error: ReadingError) -> String? {
        let text = error.description
        if text.utf8.count > 400 { return "an error of \(text.utf8.count) bytes" }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) {
            return "an error with control characters"
        }
        return nil
    }
}
