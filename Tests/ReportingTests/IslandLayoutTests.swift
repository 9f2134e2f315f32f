import Testing

@testable import Reporting

struct IslandLayoutTests {
    private func island(_ count: Int, _ links: [(Int, Int)]) -> IslandMap.Island {
        IslandMap.Island(
            places: (0..<count).map { IslandMap.Place("n\($0)", .old, isUplink: false) },
            links: links.map { IslandMap.Pair($0.0, $0.1) }
        )
    }

    private func distance(_ layout: IslandLayout, _ one: Int, _ other: Int) -> Double {
        let (x, y) = (layout.spots[one].x - layout.spots[other].x, layout.spots[one].y - layout.spots[other].y)
        return (x * x + y * y).squareRoot()
    }

    @Test func `the same island is drawn the same each time, within its bounds`() {
        let chain = island(60, (1..<60).map { ($0 - 1, $0) })
        let (one, other) = (IslandLayout(chain), IslandLayout(chain))
        #expect(one.spots.map(\.x) == other.spots.map(\.x))
        #expect(one.spots.allSatisfy { 0...one.width ~= $0.x && 0...one.height ~= $0.y })
    }

    @Test func `linked nodes are near, and none stands upon another`() {
        let layout = IslandLayout(island(40, (1..<40).map { ($0 - 1, $0) }))
        let steps = (1..<40).map { distance(layout, $0 - 1, $0) }
        #expect(steps.reduce(0, +) / 39 < distance(layout, 0, 39))
        for one in 0..<40 { for other in 0..<one { #expect(distance(layout, one, other) > 3) } }
    }

    @Test func `links that lead nowhere are left out`() {
        let layout = IslandLayout(island(2, [(0, 1), (0, 0), (1, 7), (-1, 0)]))
        #expect(layout.links.count == 1)
        #expect(IslandLayout(island(0, [])).spots.isEmpty)
    }

    @Test func `islands are packed side by side`() {
        let layouts = [5, 1, 9, 1, 1, 30].map { count in IslandLayout(island(count, (1..<count).map { (0, $0) })) }
        let packing = IslandPacking(layouts, width: 200)
        for one in layouts.indices {
            for other in layouts.indices where other != one {
                let (a, b) = (packing.corners[one], packing.corners[other])
                let overlaps =
                    a.x < b.x + layouts[other].width && b.x < a.x + layouts[one].width
                    && a.y < b.y + layouts[other].height && b.y < a.y + layouts[one].height
                #expect(!overlaps, "\(one) and \(other)")
            }
            #expect(packing.corners[one].y + layouts[one].height <= packing.height)
        }
    }

    @Test(arguments: [[1, 1, 1], [0.98, 1.84, 2.5, 7.25], [0, 250_000], [-3, 3], [5]] as [[Double]])
    func `ranges hold all numbers, with round bounds`(values: [Double]) throws {
        let buckets = try #require(Buckets(values, atMost: 12))
        #expect(buckets.counts.reduce(0, +) == values.count)
        #expect(buckets.counts.count <= 13)
        #expect(buckets.edge(1).count <= 7)
    }

    @Test func `without numbers there are no ranges`() {
        #expect(Buckets([], atMost: 12) == nil)
    }
}
