import Foundation

/// Where an island's nodes are drawn: the same for the same island, on every machine and each time.
///
/// Fruchterman and Reingold's method: all nodes repel one another, links pull together, and the steps get smaller. It
/// begins with a sunflower in the order in which a walk from the best-linked node finds them.
struct IslandLayout {
    struct Spot {
        var x: Double
        var y: Double
    }

    /// How far linked nodes are apart, as far as there is room.
    private static let distance = 17.0
    private static let margin = 9.0
    /// Pairs of nodes looked at over all steps: about a tenth of a second.
    private static let mostPairs = 20_000_000
    private static let mostSteps = 250

    /// From 0 to `width` and `height`.
    private(set) var spots: [Spot]
    /// Those that stand for two different nodes of the island, in order.
    let links: [IslandMap.Pair]
    private(set) var width = 2 * margin
    private(set) var height = 2 * margin

    init(_ island: IslandMap.Island) {
        let count = island.places.count
        links = island.links.filter { $0.one != $0.other && 0..<count ~= $0.one && 0..<count ~= $0.other }
        spots = Self.sunflower(Self.order(count: count, links: links))
        let steps = min(Self.mostSteps, Self.mostPairs / max(count * count, 1))
        if count > 2 {
            for step in 0..<steps { move(atMost: Self.distance * (1 - Double(step) / Double(steps)) + 0.05) }
        }
        fit()
    }

    /// By vertex, when a walk in breadth from the best-linked vertex comes to it.
    private static func order(count: Int, links: [IslandMap.Pair]) -> [Int] {
        var neighbours: [[Int]] = Array(repeating: [], count: count)
        for link in links {
            neighbours[link.one].append(link.other)
            neighbours[link.other].append(link.one)
        }
        let starts = (0..<count).sorted { (neighbours[$1].count, $0) < (neighbours[$0].count, $1) }
        var order: [Int?] = Array(repeating: nil, count: count)
        var found = 0
        for start in starts where order[start] == nil {
            var queue = [start]
            order[start] = found
            found += 1
            var next = 0
            while next < queue.count {
                for neighbour in neighbours[queue[next]] where order[neighbour] == nil {
                    order[neighbour] = found
                    found += 1
                    queue.append(neighbour)
                }
                next += 1
            }
        }
        return order.map { $0 ?? 0 }
    }

    /// Evenly spread over a disc, the first in the middle.
    private static func sunflower(_ order: [Int]) -> [Spot] {
        order.map { place in
            let angle = Double(place) * 2.399_963_229_728_653
            let radius = distance * 0.7 * (Double(place) + 0.25).squareRoot()
            return Spot(x: radius * cos(angle), y: radius * sin(angle))
        }
    }

    private mutating func move(atMost limit: Double) {
        var forces = Array(repeating: Spot(x: 0, y: 0), count: spots.count)
        let square = Self.distance * Self.distance
        for one in spots.indices {
            for other in spots.indices.dropFirst(one + 1) {
                let (x, y) = (spots[one].x - spots[other].x, spots[one].y - spots[other].y)
                let force = square / max(x * x + y * y, 0.01)
                forces[one].x += x * force
                forces[one].y += y * force
                forces[other].x -= x * force
                forces[other].y -= y * force
            }
        }
        for link in links {
            let (x, y) = (spots[link.one].x - spots[link.other].x, spots[link.one].y - spots[link.other].y)
            let force = (x * x + y * y).squareRoot() / Self.distance
            forces[link.one].x -= x * force
            forces[link.one].y -= y * force
            forces[link.other].x += x * force
            forces[link.other].y += y * force
        }
        for index in spots.indices {
            let force = forces[index]
            let length = max((force.x * force.x + force.y * force.y).squareRoot(), 1e-9)
            let step = min(length, limit) / length
            spots[index].x += force.x * step
            spots[index].y += force.y * step
        }
    }

    /// Moves all so that the smallest coordinates are the margin.
    private mutating func fit() {
        let left = spots.map(\.x).min() ?? 0
        let top = spots.map(\.y).min() ?? 0
        for index in spots.indices {
            spots[index].x += Self.margin - left
            spots[index].y += Self.margin - top
        }
        width = (spots.map(\.x).max() ?? 0) + Self.margin
        height = (spots.map(\.y).max() ?? 0) + Self.margin
    }
}
