package import FleetModel
import Transactions
package import Transport

extension Device {
    /// A gateway or a node of a fleet, by name or id.
    package init(connection: any Connection, to host: String, in fleet: Fleet, fencingToken: Int) {
        let isGateway = fleet.gateway(host) != nil
        self.init(
            connection: connection,
            become: isGateway ? fleet.ssh.become : nil,
            fencingToken: fencingToken,
            stateDirectory: isGateway ? DeviceVerb.debianState : DeviceVerb.gluonState
        )
    }
}
