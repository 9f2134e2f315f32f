package import FleetModel

/// The formats in which an inventory leaves the program.
package enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    /// This program's own.
    case umstieg
    /// An Ansible inventory file, YAML.
    case ansible
    /// What a dynamic inventory of Ansible answers to `--list`.
    case ansibleJSON = "ansible-json"
    /// Settings of the key exchange.
    case wgkex
    case sshConfig = "ssh-config"
    case csv
    /// This program's own as JSON, which is YAML, too.
    case json

    /// The inventory as text that ends with a newline.
    package func text(of fleet: Fleet) -> String {
        switch self {
        case .umstieg: FleetDocument(fleet).document.yaml()
        case .ansible: AnsibleDocument(fleet).document.yaml(marksTemplates: true)
        case .ansibleJSON: AnsibleDocument(fleet).dynamic.json(marksTemplates: true)
        case .wgkex: ExchangeDocument(fleet).document.yaml()
        case .sshConfig: SSHConfigText(fleet).text
        case .csv: Listing(devices: fleet).text(as: .csv, style: .plain)
        case .json: FleetDocument(fleet).document.json()
        }
    }
}
