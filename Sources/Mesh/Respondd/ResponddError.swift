import FleetModel
import Glibc

/// Why nodes couldn't be asked.
package struct ResponddError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed: `sending to ff02::2:1001`.
    package var operation: String
    /// The system's error number.
    package var code: Int32

    package init(operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    package var description: String { "\(operation): \(String(cString: strerror(code)))".escapingControls }
}
