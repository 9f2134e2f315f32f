/// What becomes of a key that was heard.
package enum Admission: Sendable, Hashable {
    /// It is to be put into the kernel.
    case new(NodePeer)
    /// It should be there already.
    case known
    case refused(Refusal)
}
