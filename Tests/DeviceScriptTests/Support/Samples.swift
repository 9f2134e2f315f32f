import Planning
import Transactions

/// The transaction that most tests carry out: three steps that touch files, a link and units, with faults on demand.
extension DeviceTransaction {
    static func sample(
        _ id: String = "t1",
        scope: String = "muc_nord",
        fencingToken: Int = 7,
        deadline: Int = 60,
        maximumDeadline: Int = 120,
        revertBound: Int = 6,
        steps: [DeviceStep]? = nil
    ) -> DeviceTransaction {
        DeviceTransaction(
            id: id,
            rollout: "r1",
            domain: scope == "host" ? nil : "ffmuc_\(scope)",
            scope: scope,
            role: .opensNew,
            owner: "alice@laptop",
            fencingToken: fencingToken,
            deadline: deadline,
            maximumDeadline: maximumDeadline,
            revertBound: revertBound,
            steps: steps ?? [.fastdFiles, .networkUnits, .workerServices]
        )
    }
}

extension DeviceStep {
    /// Fails if the fault `NAME-NUMBER` is set, hangs if it is told to, and counts its runs.
    private static func hook(_ name: String) -> String {
        """
        world=$UMSTIEG_ROOT/world
        echo \(name) >>"$world/hooks"
        if [ -e "$world/hang/\(name)" ]; then sleep 1000; fi
        if [ -e "$world/fail/\(name)" ]; then echo "fault \(name)"; exit 1; fi

        """
    }

    static let fastdFiles = DeviceStep(
        name: "files of fastd",
        files: [
            File(path: "/etc/fastd/it's a \"peer\" $(touch pwned)", content: Array("new\n".utf8), mode: "0640"),
            File(path: "/etc/existing", content: Array("changed\n".utf8)),
        ],
        paths: ["/etc/made", "/etc/link"],
        apply: hook("apply-1") + """
            echo made >"$UMSTIEG_ROOT/etc/made"
            rm -f "$UMSTIEG_ROOT/etc/link"
            echo plain >"$UMSTIEG_ROOT/etc/link"
            """,
        undo: hook("undo-1")
    )

    static let networkUnits = DeviceStep(
        name: "networkd units of muc_nord",
        files: [
            File(path: "/etc/systemd/network/30-wg.netdev", content: Array("[NetDev]\nName=wg-nord\n".utf8)),
            File(path: "/etc/systemd/network/30-vx.netdev", content: Array("[NetDev]\nName=vx-nord\n".utf8)),
        ],
        links: ["wg-nord", "vx-nord"],
        apply: hook("apply-2"),
        check: """
            [ -e "$UMSTIEG_ROOT/world/links/vx-nord" ] || { echo 'vx-nord is missing'; exit 1; }
            """,
        checkSeconds: 2,
        undo: hook("undo-2")
    )

    static let workerServices = DeviceStep(
        name: "wgkex worker",
        files: [
            File(path: "/etc/systemd/system/new.service", content: Array("[Service]\n".utf8)),
            File(path: "/etc/wgkex.yaml", content: Array("new: 1\n".utf8)),
        ],
        units: ["new.service", "worker.service", "fastd@nord.service"],
        apply: hook("apply-3") + """
            systemctl enable new.service && systemctl start new.service
            systemctl restart worker.service
            systemctl disable fastd@nord.service && systemctl stop fastd@nord.service
            """,
        undo: hook("undo-3")
    )
}

extension DeviceUnderTest {
    /// What the sample finds: files, a symbolic link, a running worker and fastd.
    func furnish() throws {
        try write("old\n", to: "/etc/existing")
        try write("old: 1\n", to: "/etc/wgkex.yaml")
        try link("/etc/link", to: "target with blank")
        for unit in ["worker.service", "fastd@nord.service"] {
            try write("", to: "/world/units/\(unit)/known")
            try write("", to: "/world/units/\(unit)/enabled")
            try write("", to: "/world/units/\(unit)/active")
        }
    }
}
