import Foundation
import Synchronization

/// The same work for many numbers, on all cores.
package enum Sweep {
    /// - Parameters:
    ///   - numbers: each is worked on once, by whichever task is free.
    ///   - tasks: at work at the same time; one for each core unless told.
    ///   - work: depends on its number alone.
    /// - Returns: the values in the order of the numbers.
    package static func map<Value: Sendable>(
        _ numbers: Range<Int>,
        tasks: Int = ProcessInfo.processInfo.activeProcessorCount,
        _ work: @escaping @Sendable (Int) -> Value
    ) async -> [Value] {
        let counter = Counter(numbers)
        return await withTaskGroup(of: [(Int, Value)].self) { group in
            for _ in 0..<max(tasks, 1) {
                group.addTask {
                    var values: [(Int, Value)] = []
                    while let number = counter.next() {
                        values.append((number, work(number)))
                        // Others share these threads.
                        await Task.yield()
                    }
                    return values
                }
            }
            var all: [(Int, Value)] = []
            for await values in group { all += values }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private final class Counter: Sendable {
        private let upcoming: Atomic<Int>
        private let end: Int

        init(_ numbers: Range<Int>) {
            upcoming = Atomic(numbers.lowerBound)
            end = numbers.upperBound
        }

        func next() -> Int? {
            let number = upcoming.add(1, ordering: .relaxed).oldValue
            return number < end ? number : nil
        }
    }
}
