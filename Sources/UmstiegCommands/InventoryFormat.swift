import ArgumentParser

/// The formats that can be imported.
enum InventoryFormat: String, CaseIterable, ExpressibleByArgument {
    /// Told by the source's content.
    case auto
    /// This program's own, which `Inventory/community.yaml` documents.
    case umstieg
}
