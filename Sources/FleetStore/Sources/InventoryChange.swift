package import FleetModel

/// What an import changes.
package struct InventoryChange: Sendable {
    /// Nil as long as there is no inventory to change.
    package var difference: FleetDifference?
    package var leftOut = LeftOut()
    /// The source tells what it told before.
    package var unchanged: SourceFacts.Counts?
    /// Why it was refused.
    package var shrinkage: Shrinkage?

    init(
        difference: FleetDifference? = nil,
        leftOut: LeftOut = LeftOut(),
        unchanged: SourceFacts.Counts? = nil,
        shrinkage: Shrinkage? = nil
    ) {
        self.difference = difference
        self.leftOut = leftOut
        self.unchanged = unchanged
        self.shrinkage = shrinkage
    }

    /// - Parameters:
    ///   - layers: what all sources tell.
    ///   - old: the inventory so far.
    package init(_ layers: [FactLayer], before old: Fleet?) {
        let merge = FleetMerge(layers)
        self.init(difference: merge.fleet.map { FleetDifference(from: old, to: $0) }, leftOut: merge.leftOut)
    }
}
