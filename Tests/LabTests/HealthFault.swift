import Foundation
import Testing

/// Something that is broken in the lab, whose name `umstieg health` has to find.
struct HealthFault: CustomTestStringConvertible {
    enum Deed {
        /// A script on a machine.
        case on(String, String)
        /// The lab's own command.
        case lab([String])
        /// A machine boots.
        case boot(String)
    }

    /// What it is, for people, and for `UMSTIEG_HEALTH`.
    var name: String
    var breaking: [Deed]
    var mending: [Deed]
    /// What has to be found, as in `gateway gw1: worker`; nothing else may be.
    var causes: Set<String>

    var testDescription: String { name }

    private static let names = ProcessInfo.processInfo.environment["UMSTIEG_HEALTH"]

    static var areWanted: Bool { names != nil }
    static let absence: Comment = "takes long: run «make test-health»"

    /// All, or those that `UMSTIEG_HEALTH` names, separated by commas.
    static var chosen: [HealthFault] {
        let wanted = (names ?? "").split(separator: ",").map(String.init)
        return names == "all" ? all : all.filter { wanted.contains($0.name) }
    }

    /// A worker that only sleeps still counts as online, and mends nothing meanwhile, as wgkex's never does.
    private static let sleep = "systemctl kill --signal=STOP umstieg-worker;"
    private static let wake = "systemctl kill --signal=CONT umstieg-worker;"

    /// Waits, after tunnels were built anew, for the gateways to take old neighbours for gone and to hear n6 again.
    ///
    /// Its uplink n4 passes nothing of it on before batman-adv has forgotten the old way, 200 seconds; health names that,
    /// rightly, but it is not what was broken here.
    private static let settled = """
        sleep 45
        for second in $(seq 260); do
            batctl meshif bat-muc_nord o | grep -Eq '^ [*] 02:ca:ff:ee:01:06 +[0-9][.]' && exit 0
            sleep 1
        done
        echo 'gw1 has not heard n6 for 260 seconds'
        exit 1
        """

    private static let override = "umstieg-override-vx-muc_nord.service"

    /// Waits until a node answers that boots.
    private static func pings(_ address: String) -> String {
        """
        for second in $(seq 200); do ping -c 1 -W 1 fd62:f45c:4d09:101:\(address) > /dev/null && exit 0; sleep 1; done
        echo '\(address) has not answered for 200 seconds'
        exit 1
        """
    }

    static let all = [
        HealthFault(
            name: "worker stopped",
            breaking: [.on("gw1", "systemctl stop umstieg-worker")],
            mending: [.on("gw1", "systemctl start umstieg-worker")],
            causes: ["gateway gw1: worker"]
        ),
        HealthFault(
            name: "broker deaf",
            // The brokers connect to 127.0.0.1, all others to the machine's address.
            breaking: [
                .on(
                    "svc",
                    """
                    nft add table inet deaf
                    nft 'add chain inet deaf out { type filter hook output priority 0; }'
                    nft add rule inet deaf out ip daddr 127.0.0.1 tcp dport 1883 reject with tcp reset
                    """
                )
            ],
            mending: [.on("svc", "nft delete table inet deaf")],
            causes: ["exchange \(LabHealth.brokerURL): broker"]
        ),
        HealthFault(
            name: "FDB entry without via",
            breaking: [
                .on(
                    "gw1",
                    """
                    \(sleep)
                    set -- $(bridge fdb show dev vx-muc_nord | sed -n 's/^00:00:00:00:00:00 dst \\([^ ]*\\) via.*/\\1/p')
                    bridge fdb del 00:00:00:00:00:00 dev vx-muc_nord dst "$1" via wg-muc_nord
                    bridge fdb append 00:00:00:00:00:00 dev vx-muc_nord dst "$1"
                    """
                )
            ],
            mending: [
                .on(
                    "gw1",
                    """
                    for entry in $(bridge fdb show dev vx-muc_nord | sed -n '/via/!s/^00:00:00:00:00:00 dst \\([^ ]*\\) .*/\\1/p')
                    do
                        bridge fdb del 00:00:00:00:00:00 dev vx-muc_nord dst "$entry"
                        bridge fdb append 00:00:00:00:00:00 dev vx-muc_nord dst "$entry" via wg-muc_nord
                    done
                    \(wake)
                    """
                )
            ],
            causes: ["gateway gw1: fdb"]
        ),
        HealthFault(
            name: "routes flushed",
            breaking: [.on("gw1", "\(sleep) networkctl reconfigure wg-muc_nord")],
            mending: [.on("gw1", wake)],
            causes: ["gateway gw1: route"]
        ),
        HealthFault(
            name: "VNI wrong",
            breaking: [.on("n1", vxlan("id 4711 dstport 8472"))],
            mending: [.on("n1", "ip link delete mesh-vpn"), .lab(["wireguard", "n1", "on"])],
            causes: ["node 02caffee0001: vni"]
        ),
        HealthFault(
            name: "VXLAN port of the other dialect",
            breaking: [.on("n1", vxlan("id $vni dstport 4789"))],
            mending: [.on("n1", "ip link delete mesh-vpn"), .lab(["wireguard", "n1", "on"])],
            causes: ["node 02caffee0001: vxlan_port"]
        ),
        HealthFault(
            name: "MTU mismatch",
            breaking: [.on("n1", "ip link set mesh-vpn mtu 1280")],
            mending: [.on("n1", "ip link set mesh-vpn mtu 1336")],
            causes: ["node 02caffee0001: mtu"]
        ),
        HealthFault(
            name: "clock two years back",
            // The simulated nodes have one machine's clock.
            breaking: [.on("nodes", "date -s '2 years ago'")],
            mending: [.on("nodes", "date -s 'now + 2 years'")],
            causes: Set((1...6).map { "node 02caffee000\($0): clock" })
        ),
        HealthFault(
            name: "clock two years back after a boot",
            // Of a machine that has no clock without power.
            breaking: [
                .on("n7", "date -s \"@$(($(date +%s) - 63072000))\" && sync"), .boot("n7"),
                .on("gw1", pings("ca:ffff:feee:7")),
            ],
            mending: [.on("n7", "ntpd -n -q -p 172.31.7.10")],
            causes: ["node 02caffee0007: clock"]
        ),
        HealthFault(
            name: "override lost",
            breaking: [.on("gw1", "batctl hardif vx-muc_nord throughput_override 0kbit")],
            mending: [.on("gw1", "batctl hardif vx-muc_nord throughput_override 1000000kbit")],
            causes: ["gateway gw1: override"]
        ),
        HealthFault(
            name: "override lost by a boot",
            breaking: [
                .on("gw1", "systemctl disable \(override); sync"), .boot("gw1"), .on("gw1", settled),
            ],
            mending: [.on("gw1", "systemctl enable --now \(override)")],
            causes: ["gateway gw1: override"]
        ),
        HealthFault(
            name: "fastd's TAP out of batman",
            breaking: [.on("gw1", "ip link set fastd-muc_nord nomaster")],
            mending: [.on("gw1", "ip link set fastd-muc_nord master bat-muc_nord")],
            causes: ["gateway gw1: transport"]
        ),
        HealthFault(
            name: "one machine-id twice",
            breaking: ["gw1", "gw2"].map { gateway in
                .on(gateway, "cp /etc/machine-id /run/own-id; echo 0123456789abcdef0123456789abcdef > /etc/machine-id")
            },
            mending: ["gw1", "gw2"].map { .on($0, "cp /run/own-id /etc/machine-id") },
            causes: ["gateway gw1: duplicate", "gateway gw2: duplicate"]
        ),
        HealthFault(
            name: "one-way path",
            // n1 hears gw2 through gw1; of the way back gw2 hears nothing. Its own packets only, so nobody else's may
            // travel in the same ones.
            breaking: [
                .on("gw1", "batctl meshif bat-muc_nord aggregation 0"),
                .on("nodes", "for node in n1 n2 n3 n4; do ip netns exec $node batctl meshif bat0 aggregation 0; done"),
                .on(
                    "gw2",
                    """
                    nft add table netdev deaf
                    for device in vx-muc_nord fastd-muc_nord; do
                        nft "add chain netdev deaf $device { type filter hook ingress device $device priority 0; }"
                        for packet in 4 0; do
                            nft "add rule netdev deaf $device @ll,96,16 0x4305 @ll,112,8 $packet @ll,176,48 0x02caffee0101 drop"
                        done
                    done
                    # What was heard counts as heard for half a minute.
                    sleep 35
                    """
                ),
            ],
            mending: [
                .on("gw2", "nft delete table netdev deaf"),
                .on("gw1", "batctl meshif bat-muc_nord aggregation 1"),
                .on("nodes", "for node in n1 n2 n3 n4; do ip netns exec $node batctl meshif bat0 aggregation 1; done"),
            ],
            causes: ["node 02caffee0001: one_way"]
        ),
        HealthFault(
            name: "all nodes on one gateway",
            breaking: [
                .lab(["wireguard", "n2", "n4", "off"]),
                .lab(["wireguard", "n2", "n4", "on", "--gateway", "gw1", "--only"]),
                .on("gw1", settled),
            ],
            mending: [
                .lab(["wireguard", "n2", "n4", "off"]),
                .lab(["wireguard", "n2", "n4", "on"]),
                .on("gw1", settled),
            ],
            causes: ["domain ffmuc_muc_nord: balance"]
        ),
        HealthFault(
            name: "line dropped",
            breaking: [.lab(["link", "gw2", "drop", "--net", "underlay"])],
            mending: [.lab(["link", "gw2", "restore", "--net", "underlay"])],
            causes: ["gateway gw2: uplink"]
        ),
    ]

    /// Builds a node's VXLAN anew with other settings; the shell's `$vni` is the right one.
    private static func vxlan(_ settings: String) -> String {
        """
        line=$(ip -d -o link show mesh-vpn)
        vni=$(echo "$line" | sed 's/.* vxlan id \\([0-9]*\\) .*/\\1/')
        local=$(echo "$line" | sed 's/.* local \\([^ ]*\\) .*/\\1/')
        peer=$(bridge fdb show dev mesh-vpn | sed -n 's/^00:00:00:00:00:00 dst \\([^ ]*\\) via.*/\\1/p')
        ip link delete mesh-vpn
        ip link add mesh-vpn mtu 1336 type vxlan \(settings) local "$local" dev wg_mesh_vpn learning
        ip link set mesh-vpn addrgenmode none
        bridge fdb append 00:00:00:00:00:00 dev mesh-vpn dst "$peer" via wg_mesh_vpn
        ip link set mesh-vpn master bat0 up
        batctl hardif mesh-vpn throughput_override 1000000kbit
        """
    }
}
