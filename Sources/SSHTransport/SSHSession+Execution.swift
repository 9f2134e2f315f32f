import CLibSSH2
import NIOCore
import Transport

extension SSHSession {
    /// Runs a command in a channel of its own.
    ///
    /// Waiting for a free channel does not count against the command's limit.
    func run(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?
    ) async throws(TransportError) -> CommandResult {
        let effort = Effort(host: name, limit: command.limit, phase: "command", loop: loop)
        let result: Result<CommandResult, TransportError> = await withTaskCancellationHandler {
            do throws(TransportError) {
                return .success(try await execute(command, observe: observe, effort: effort))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            effort.cancel()
        }
        effort.finish()
        return try result.get()
    }

    private func execute(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?,
        effort: Effort
    ) async throws(TransportError) -> CommandResult {
        let channel = try await openSessionChannel(effort)
        do throws(TransportError) {
            let started = try await attempt(effort) { _ in
                Int(
                    libssh2_channel_process_startup(
                        channel.pointer,
                        "exec",
                        4,
                        command.text,
                        UInt32(command.text.utf8.count)
                    )
                )
            }
            guard started == 0 else { throw error(started, doing: "starting the command") }
            var exchange = CommandExchange(command: command, observe: observe)
            try await pump(&exchange, through: channel, effort: effort)
            let ending = ending(of: channel)
            release(channel)
            return CommandResult(
                ending: ending,
                standardOutput: exchange.standardOutput,
                standardError: exchange.standardError
            )
        } catch {
            release(channel)
            throw error
        }
    }

    /// A session channel within the number that the host allows; that number is learnt from refusals.
    private func openSessionChannel(_ effort: Effort) async throws(TransportError) -> ChannelHandle {
        var started = false
        var patience = 10
        while true {
            try await slots.enter(effort)
            if !started { effort.start() }
            started = true
            do {
                if let channel = try await openChannel(effort, Self.openSession) { return channel }
            } catch {
                slots.leave()
                throw error
            }
            let others = slots.inside - 1
            slots.leave()
            if others > 0 {
                slots.shrink(to: others)
            } else if patience > 0 {
                // The host may still be clearing away a command that has just ended.
                patience -= 1
                try await effort.pause(.milliseconds(100))
            } else {
                throw TransportError(.protocolError, host: name, message: "the host refused to open a session")
            }
        }
    }

    private static let openSession: @Sendable (OpaquePointer) -> OpaquePointer? = { session in
        let window = UInt32(2 << 20)
        let packet = UInt32(32_768)
        return libssh2_channel_open_ex(session, "session", 7, window, packet, nil, 0)
    }

    private func release(_ channel: ChannelHandle) {
        guard wire.failure == nil else { return slots.leave() }
        // A command that ended has a channel that the host closed: nothing to wait for.
        if step({ _ in Int(libssh2_channel_free(channel.pointer)) }).outcome == 0 { return slots.leave() }
        Task {
            await reap(channel)
            slots.leave()
        }
    }

    /// Moves input and output until the host has closed its side of the channel.
    private func pump(
        _ exchange: inout CommandExchange,
        through channel: ChannelHandle,
        effort: Effort
    ) async throws(TransportError) {
        effort.onStop { [activity = wire.activity] in activity.wake() }
        while true {
            try effort.check()
            if let failure = wire.failure { throw failure }
            let before = wire.delivered
            let sent = try send(&exchange, through: channel)
            let received = try receive(&exchange, from: channel)
            if !received, libssh2_channel_eof(channel.pointer) == 1 {
                let (outcome, _) = step { _ in Int(libssh2_channel_wait_closed(channel.pointer)) }
                if outcome == 0 { return }
                if outcome != LibSSH2.wouldBlock { throw error(outcome, doing: "waiting for the command's end") }
            }
            if !sent, !received, wire.delivered == before { await wire.activity.wait() }
        }
    }

    private func send(
        _ exchange: inout CommandExchange,
        through channel: ChannelHandle
    ) throws(TransportError) -> Bool {
        guard !exchange.inputClosed, wire.canWrite else { return false }
        if exchange.pendingInput.isEmpty {
            let (outcome, _) = step { _ in Int(libssh2_channel_send_eof(channel.pointer)) }
            if outcome == LibSSH2.wouldBlock { return false }
            exchange.closeInput()
            if isConnectionError(outcome) { throw error(outcome, doing: "ending the command's input") }
            return true
        }
        let (count, _) = step { _ in
            exchange.pendingInput.withUnsafeBytes { bytes in
                libssh2_channel_write_ex(channel.pointer, 0, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
            }
        }
        if count == LibSSH2.wouldBlock { return false }
        if count > 0 {
            exchange.consumeInput(count)
        } else {
            // A command may end without reading its input: not an error.
            exchange.closeInput()
            if isConnectionError(count) { throw error(count, doing: "sending the command's input") }
        }
        return true
    }

    private func receive(
        _ exchange: inout CommandExchange,
        from channel: ChannelHandle
    ) throws(TransportError) -> Bool {
        var received = false
        for stream in [Int32(0), SSH_EXTENDED_DATA_STDERR] {
            let (count, bytes) = read(channel, stream: stream)
            if count > 0 {
                received = true
                guard exchange.append(bytes, toError: stream != 0) else {
                    throw TransportError(
                        .outputTooLarge,
                        host: name,
                        message: "the command printed more than \(exchange.command.outputLimit) bytes"
                    )
                }
            } else if count < 0, count != LibSSH2.wouldBlock {
                throw error(count, doing: "reading the command's output")
            }
        }
        return received
    }

    /// One read of up to 32 KiB.
    ///
    /// - Returns: libssh2's count or error, and the bytes.
    func read(_ channel: ChannelHandle, stream: Int32) -> (count: Int, bytes: ArraySlice<UInt8>) {
        if scratch.isEmpty { scratch = [UInt8](repeating: 0, count: 32 << 10) }
        let (count, _) = step { _ in
            scratch.withUnsafeMutableBytes { room in
                libssh2_channel_read_ex(
                    channel.pointer,
                    stream,
                    room.bindMemory(to: CChar.self).baseAddress,
                    room.count
                )
            }
        }
        return (count, scratch[..<max(0, count)])
    }

    private func isConnectionError(_ outcome: Int) -> Bool {
        [LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_DISCONNECT]
            .contains(Int32(truncatingIfNeeded: outcome))
    }

    /// libssh2 reports a status of 0 for a command that a signal killed, so the signal is asked for first.
    private func ending(of channel: ChannelHandle) -> CommandResult.Ending {
        var text: UnsafeMutablePointer<CChar>?
        var count = 0
        libssh2_channel_get_exit_signal(channel.pointer, &text, &count, nil, nil, nil, nil)
        guard let text else { return .exited(libssh2_channel_get_exit_status(channel.pointer)) }
        defer { libssh2_free(handle.pointer, text) }
        let name = UnsafeRawBufferPointer(start: text, count: count)
        return .killed(signal: String(decoding: name, as: UTF8.self))
    }
}
