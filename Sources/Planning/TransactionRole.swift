/// What a transaction is for.
///
/// The manifest carries it, so that a device can tell without a controller.
package enum TransactionRole: String, Sendable, Hashable, Codable, CaseIterable {
    case opensNew = "opens-new"
    case switchesNode = "switches-node"
    case closesOld = "closes-old"
}
