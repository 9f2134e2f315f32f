import GRDB

extension FleetDatabase {
    /// All versions of the schema in order.
    ///
    /// A migration that was released never changes: add another one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-inventory", migrate: InventoryMigration.migrate)
        migrator.registerMigration("0002-journal", migrate: JournalMigration.migrate)
        migrator.registerMigration("0003-links", migrate: LinkMigration.migrate)
        migrator.registerMigration("0004-control", migrate: ControlMigration.migrate)
        migrator.registerMigration("0005-health", migrate: HealthMigration.migrate)
        migrator.registerMigration("0006-node-facts", migrate: NodeFactsMigration.migrate)
        migrator.registerMigration("0007-sources", migrate: SourceMigration.migrate)
        migrator.registerMigration("0008-inventory-history", migrate: HistoryMigration.migrate)
        migrator.registerMigration("0009-versions", migrate: VersionMigration.migrate)
        migrator.registerMigration("0010-lean-nodes", migrate: LeanNodesMigration.migrate)
        migrator.registerMigration("0011-bulk-tables", migrate: BulkTablesMigration.migrate)
        return migrator
    }
}
