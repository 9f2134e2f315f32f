/// Runs one command on many hosts, a bounded number at once.
package struct FanOut: Sendable {
    private let connector: any Connector
    private let mostAtOnce: Int
    private let connectLimit: Duration

    package init(connector: any Connector, mostAtOnce: Int, connectLimit: Duration = .seconds(30)) {
        self.connector = connector
        self.mostAtOnce = mostAtOnce
        self.connectLimit = connectLimit
    }

    /// The results, in the order in which hosts come to an end.
    package func run(
        _ command: RemoteCommand,
        on endpoints: [Endpoint]
    ) -> AsyncStream<(Endpoint, Result<CommandResult, TransportError>)> {
        AsyncStream { continuation in
            let task = Task {
                await withDiscardingTaskGroup { group in
                    let slots = AsyncStream<Void>.makeStream()
                    for _ in 0..<mostAtOnce { slots.continuation.yield() }
                    var free = slots.stream.makeAsyncIterator()
                    for endpoint in endpoints {
                        await free.next()
                        group.addTask {
                            continuation.yield((endpoint, await result(of: command, on: endpoint)))
                            slots.continuation.yield()
                        }
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func result(
        of command: RemoteCommand,
        on endpoint: Endpoint
    ) async -> Result<CommandResult, TransportError> {
        do throws(TransportError) {
            let connection = try await connector.connect(to: endpoint, within: connectLimit)
            do throws(TransportError) {
                let result = try await connection.run(command)
                await connection.close()
                return .success(result)
            } catch {
                await connection.close()
                return .failure(error)
            }
        } catch {
            return .failure(error)
        }
    }
}
