import FleetModel
import Foundation
import Synchronization
import Testing

struct AheadQueueTests {
    @Test(arguments: [0, 1, 3, 4, 100])
    func `what was begun first is taken first, however long it takes`(count: Int) {
        var queue = AheadQueue<Int>(limit: 4)
        var taken: [Int] = []
        for number in 0..<count {
            let first = queue.begin {
                if number % 3 == 0 { Thread.sleep(forTimeInterval: 0.002) }
                return number
            }
            if let first { taken.append(first) }
            #expect(taken.count == max(number - 2, 0), "of those begun, three wait")
        }
        while let next = queue.next() { taken.append(next) }
        #expect(taken == Array(0..<count))
        #expect(queue.next() == nil)
    }

    @Test func `no more are begun than the limit says`() {
        let running = Mutex(0)
        let most = Mutex(0)
        var queue = AheadQueue<Void>(limit: 3)
        for _ in 0..<50 {
            _ = queue.begin {
                let now = running.withLock { running in
                    running += 1
                    return running
                }
                most.withLock { $0 = max($0, now) }
                Thread.sleep(forTimeInterval: 0.001)
                running.withLock { $0 -= 1 }
            }
        }
        while queue.next() != nil {}
        #expect(most.withLock(\.self) <= 3)
        #expect(running.withLock(\.self) == 0)
    }
}
