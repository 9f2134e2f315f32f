import Glibc
import Service
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct StopSignalsTests {
    @Test func `a signal to the process is heard and doesn't kill it`() async {
        let signals = StopSignals()
        for number in [SIGTERM, SIGINT] {
            kill(getpid(), number)
            #expect(await signals.next() == number)
        }
    }

    @Test func `who waits can be cancelled`() async {
        let signals = StopSignals()
        let waiting = Task { await signals.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
    }
}
