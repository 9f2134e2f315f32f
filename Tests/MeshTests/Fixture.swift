import Foundation
import Mesh

/// Output of real programs, from the lab, beside these tests; what the lab can't make is written by hand.
enum Fixture {
    static func bytes(_ name: String) throws -> ToolOutput {
        let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return Array(try Data(contentsOf: directory.appending(path: name)))[...]
    }
}

extension String {
    /// This text as a program's output.
    var output: ToolOutput { Array(utf8)[...] }
}
