import Foundation

/// A line that `rollout run --events` prints, as far as tests look at it.
struct LabEvent: Decodable {
    var event: String
    var operation: String?
    var host: String?
    var state: String?
    var step: Int?
    var message: String?

    /// Lines that are no events are left out, and so is one that is still being written.
    static func read(_ log: String) -> [LabEvent] {
        log.split(separator: "\n").compactMap { line in
            line.hasPrefix("{") ? try? JSONDecoder().decode(LabEvent.self, from: Data(line.utf8)) : nil
        }
    }

    func isIntended(_ operation: String, on host: String) -> Bool {
        event == "intended" && self.operation == operation && self.host == host
    }

    /// Whether a device has come to that step, on its way there.
    func isStep(_ number: Int) -> Bool {
        event == "step" && step == number && message?.hasPrefix("undo:") == false
    }
}
