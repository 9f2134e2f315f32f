extension Node {
    /// Whether the inventory says that it can't be reached now.
    package var isKnownOffline: Bool { state == .offline || online == false }
}
