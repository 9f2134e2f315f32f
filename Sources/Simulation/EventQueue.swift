/// What happens later, the earliest first; what is due at the same time, in the order of asking.
struct EventQueue<Event> {
    private struct Entry {
        var time: Double
        var order: Int
        var event: Event

        func comesBefore(_ other: Entry) -> Bool {
            time < other.time || time == other.time && order < other.order
        }
    }

    /// A binary heap.
    private var heap: [Entry] = []
    private var pushed = 0

    mutating func push(_ event: Event, at time: Double) {
        heap.append(Entry(time: time, order: pushed, event: event))
        pushed += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].comesBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// - Returns: nil if nothing is due by then.
    mutating func pop(dueBy time: Double) -> (time: Double, event: Event)? {
        guard let first = heap.first, first.time <= time else { return nil }
        return pop()
    }

    mutating func pop() -> (time: Double, event: Event)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].comesBefore(heap[child]) { child += 1 }
            guard heap[child].comesBefore(heap[parent]) else { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }
}
