import Synchronization
import Transactions
import Transport

/// Cuts a verb's output into lines as it arrives and tells those that are progress.
final class ProgressLines: Sendable {
    private let rest = Mutex<[UInt8]>([])
    private let tell: @Sendable (DeviceProgress) -> Void

    init(tell: @escaping @Sendable (DeviceProgress) -> Void) {
        self.tell = tell
    }

    func take(_ chunk: OutputChunk) {
        guard case .standardOutput(let bytes) = chunk else { return }
        let lines = rest.withLock { rest -> [[UInt8]] in
            rest += bytes
            // A device that never ends its line is hostile or broken; the answer's reader will say so.
            guard rest.count <= DeviceMessage.lineLimit, let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
                if rest.count > DeviceMessage.lineLimit { rest = [] }
                return []
            }
            let whole = rest[..<end].split(separator: UInt8(ascii: "\n")).map(Array.init)
            rest = Array(rest[(end + 1)...])
            return whole
        }
        for line in lines {
            if case .progress(let progress) = try? DeviceMessage(line: line) { tell(progress) }
        }
    }
}
