import Glibc
import Service
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct StopSignalsTests {
    @Test func `a signal to the process is heard and doesn't kill it`() async {
        // Not those of a real stop: other tests of this process give them back their default action meanwhile.
        let numbers = [SIGUSR1, SIGUSR2]
        let signals = StopSignals(numbers)
        for number in numbers {
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
