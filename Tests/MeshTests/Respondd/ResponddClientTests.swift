import FleetModel
import Mesh
import Testing

struct ResponddClientTests {
    private let loopback = IPAddress("::1") ?? .unknown

    private func question(_ node: PlayedNode, limit: Int = 1) -> ResponddQuestion {
        var question = ResponddQuestion.node(loopback, port: node.port)
        question.limit = limit
        return question
    }

    @Test func `a node that is asked answers, and nobody waits longer`() async throws {
        let node = try PlayedNode(answers: [Array(try Fixture.bytes("respondd.deflate"))])
        let start = ContinuousClock.now
        let replies = try await ResponddClient.replies(to: question(node), within: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(replies.map(\.sender) == [loopback])
        #expect(try replies.first?.answer.get().info?.hostname == "O'Neill ☃")
    }

    @Test func `an answer that can't be read is told as such`() async throws {
        let node = try PlayedNode(answers: [DeflateBomb.bytes])
        let replies = try await ResponddClient.replies(to: question(node), within: .seconds(60))
        let error = #expect(throws: ReadingError.self) { try #require(replies.first).answer.get() }
        #expect(error?.kind == .tooLong)
    }

    @Test func `who answers many times is heard once`() async throws {
        let answer = Array(try Fixture.bytes("respondd.deflate"))
        let node = try PlayedNode(answers: Array(repeating: answer, count: 50))
        let replies = try await ResponddClient.replies(to: question(node, limit: 100), within: .seconds(2))
        #expect(replies.count == 1)
    }

    @Test func `silence is an empty list after the time is over`() async throws {
        let node = try PlayedNode(answers: [])
        let start = ContinuousClock.now
        #expect(try await ResponddClient.replies(to: question(node), within: .milliseconds(300)).isEmpty)
        #expect(ContinuousClock.now - start >= .milliseconds(300))
    }

    @Test func `who no longer wants an answer needn't wait for it`() async throws {
        let node = try PlayedNode(answers: [])
        let question = question(node)
        let start = ContinuousClock.now
        let task = Task { try await ResponddClient.replies(to: question, within: .seconds(3600)) }
        task.cancel()
        #expect(try await task.value.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func `an interface that isn't there is an error that names it`() async throws {
        let error = await #expect(throws: ResponddError.self) {
            try await ResponddClient.replies(to: .everyone(on: "gone0"), within: .seconds(1))
        }
        #expect(error?.description.hasPrefix("interface gone0: ") == true)
    }
}
