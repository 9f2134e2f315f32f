/// What loses every path to a root when a vertex goes away.
///
/// Tarjan's search for articulation points: one walk through the graph, on a stack of its own, as a chain of nodes may be
/// deeper than a thread's.
struct CutSearch {
    /// The vertices that the root reaches, each before those that are found through it.
    private(set) var order: [Int] = []
    /// By vertex, what only it connects with the root, as ranges of `order`; nothing for the root itself.
    private(set) var cuts: [[Range<Int>]]

    /// By vertex, its position in `order`; nil for those that were not reached.
    private var positions: [Int?]
    /// By vertex, the first position that its subtree has an edge to.
    private var lowest: [Int]
    /// The vertices from the root to the current one, and how many of their neighbours were looked at.
    private var trail: [(vertex: Int, seen: Int)] = []

    /// - Parameters:
    ///   - neighbours: by vertex; each edge stands at both its ends.
    ///   - root: a vertex.
    init(neighbours: [[Int]], root: Int) {
        cuts = Array(repeating: [], count: neighbours.count)
        positions = Array(repeating: nil, count: neighbours.count)
        lowest = Array(repeating: 0, count: neighbours.count)
        enter(root)
        while let (vertex, seen) = trail.last {
            guard seen < neighbours[vertex].count else {
                leave(vertex)
                continue
            }
            trail[trail.count - 1].seen += 1
            let next = neighbours[vertex][seen]
            if let position = positions[next] {
                lowest[vertex] = min(lowest[vertex], position)
            } else {
                enter(next)
            }
        }
    }

    private mutating func enter(_ vertex: Int) {
        positions[vertex] = order.count
        lowest[vertex] = order.count
        order.append(vertex)
        trail.append((vertex, 0))
    }

    /// All that was found through the vertex is at the end of `order` now.
    private mutating func leave(_ vertex: Int) {
        trail.removeLast()
        guard let parent = trail.last?.vertex, let start = positions[vertex], let position = positions[parent] else {
            return
        }
        lowest[parent] = min(lowest[parent], lowest[vertex])
        guard trail.count > 1, lowest[vertex] >= position else { return }
        cuts[parent].append(start..<order.count)
    }
}
