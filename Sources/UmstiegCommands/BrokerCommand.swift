import ArgumentParser
import FleetModel
import KeyBroker
import KeyExchange

struct BrokerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker",
        abstract: "Take keys of nodes by web request and give them to gateways, as wgkex's broker does.",
        discussion: """
            Reads wgkex.yaml as it is; a broker or workers of wgkex can be at the other end of its MQTT server. It needs \
            no workspace. What wgkex doesn't know stands in the same file, where wgkex doesn't look:

              umstieg:
                mqtt: {password_file: /etc/umstieg/mqtt-password, ca_file: /etc/ssl/certs/ca-certificates.crt}
                broker:
                  name: broker1                        # another one for each broker of an MQTT server
                  database: /var/lib/umstieg-broker/keys.db
                  keep_keys: 14d                       # after a key's last sign; then it is forgotten
                  allow: /etc/umstieg/allow.keys       # a key a line; all others are refused
                  deny: /etc/umstieg/deny.keys
                  preload: /etc/umstieg/preload        # a file a domain, named like it; always known
                  trusted_proxies: [127.0.0.1, 10.0.0.0/8]   # whose X-Forwarded-For counts
                  limits: {per_address: 30, per_domain: 3000, keys_per_domain: 20000, body: 4096, connections: 4096, \
            idle: 10s}
                  replay_rate: 2000                    # keys a second to a gateway that came back

            SIGHUP reads the lists of keys again. Several brokers may use one MQTT server: they tell each other what \
            they know. Give mosquitto «max_queued_messages 0»: by default it drops what goes beyond a thousand messages \
            at once, as when a broker or gateway starts.

            Example:
              umstieg broker --config /etc/wgkex.yaml --listen 127.0.0.1:5000
              curl --json '{"domain": "ffms_nord", "public_key": "…"}' http://127.0.0.1:5000/api/v2/wg/key/exchange

            Exit codes: 0 stopped by SIGTERM, 1 failed, 64 usage, 78 a setting is wrong.
            """
    )

    @Option(help: ArgumentHelp("The settings (default: $WGKEX_CONFIG_FILE, else /etc/wgkex.yaml).", valueName: "path"))
    var config: String?

    @Option(help: ArgumentHelp("Where to listen, instead of «broker_listen».", valueName: "host:port"))
    var listen: ListenAddress?

    @Flag(
        name: .customLong("print-openapi"),
        help: "Print the OpenAPI document of a broker with these settings, and end."
    )
    var printsOpenAPI = false

    func run() async throws {
        let console = Console.current
        let path = config.map(console.absolutePath)
        var settings: ExchangeSettings
        do throws(SettingsError) {
            settings = try ExchangeSettings(path: path)
        } catch {
            throw CommandFailure(.misconfigured, "\(error)")
        }
        if printsOpenAPI {
            console.write(OpenAPIDocument.text(domains: settings.domains.map(\.code)), to: .output)
            return
        }
        if let listen { (settings.broker.host, settings.broker.port) = (listen.host, listen.port) }
        do {
            try await BrokerProcess.run(settings, file: path ?? ExchangeSettings.defaultPath)
        } catch let error as SettingsError {
            throw CommandFailure(.misconfigured, "\(error)")
        } catch let error as KeyDatabaseError {
            throw CommandFailure(.failed, "\(error)")
        } catch {
            throw CommandFailure(.failed, "the broker has failed: \(error)")
        }
    }
}
