/// How a rollout measures what it brings.
package struct Measuring: Sendable, Hashable, Codable {
    /// Ids.
    package var nodes: [String]
    /// Measurements of each way with each program.
    package var runs: Int
    /// Of each measurement.
    package var seconds: Int

    package init(nodes: [String], runs: Int, seconds: Int) {
        self.nodes = nodes
        self.runs = runs
        self.seconds = seconds
    }
}
