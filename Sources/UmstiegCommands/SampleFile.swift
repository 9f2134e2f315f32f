/// A file that a new workspace begins with.
///
/// The build embeds the repository's `Inventory/` and `Playbooks/`.
struct SampleFile {
    /// In the workspace, as in the repository.
    var path: String
    var content: [UInt8]

    /// All of them; a test compares the list with the directories.
    static let all = [
        SampleFile(path: "Inventory/community.yaml", content: PackageResources.community_yaml),
        SampleFile(path: "Inventory/wgkex.yaml", content: PackageResources.wgkex_yaml),
        SampleFile(path: "Playbooks/gateway-worker.yaml", content: PackageResources.gateway_worker_yaml),
        SampleFile(path: "Playbooks/gateway-wireguard.yaml", content: PackageResources.gateway_wireguard_yaml),
        SampleFile(path: "Playbooks/gateway-fastd-off.yaml", content: PackageResources.gateway_fastd_off_yaml),
        SampleFile(path: "Playbooks/gateways.yaml", content: PackageResources.gateways_yaml),
        SampleFile(path: "Playbooks/node-fastd-off.yaml", content: PackageResources.node_fastd_off_yaml),
        SampleFile(path: "Playbooks/node-wireguard-ffmuc.yaml", content: PackageResources.node_wireguard_ffmuc_yaml),
        SampleFile(path: "Playbooks/node-wireguard-gluon.yaml", content: PackageResources.node_wireguard_gluon_yaml),
        SampleFile(path: "Playbooks/migration-day.yaml", content: PackageResources.migration_day_yaml),
        SampleFile(path: "Playbooks/migration-in-waves.yaml", content: PackageResources.migration_in_waves_yaml),
        SampleFile(path: "Playbooks/workers.yaml", content: PackageResources.workers_yaml),
        SampleFile(
            path: "Playbooks/systemd/umstieg-broker.service",
            content: PackageResources.umstieg_broker_service
        ),
        SampleFile(
            path: "Playbooks/systemd/umstieg-worker.service",
            content: PackageResources.umstieg_worker_service
        ),
        SampleFile(
            path: "Playbooks/systemd/umstieg-resume.service",
            content: PackageResources.umstieg_resume_service
        ),
        SampleFile(path: "Playbooks/systemd/umstieg-resume.timer", content: PackageResources.umstieg_resume_timer),
    ]
}
