/// Runs a task and all its children on the thread that waits for it, one job after the other: the same task has the same
/// course each time.
///
/// Unchecked, as nothing of it may leave that thread: a task that hops to an actor, or sleeps, never ends here.
final class StepwiseExecutor: TaskExecutor, @unchecked Sendable {
    private final class Outcome<Value>: @unchecked Sendable {
        var result: Result<Value, any Error>?
    }

    private var jobs: [UnownedJob] = []
    private var cursor = 0

    func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

    /// - Returns: nil if the task waits for something that nobody here can bring.
    func run<Value>(_ body: @escaping @Sendable () async throws -> Value) -> Result<Value, any Error>? {
        let outcome = Outcome<Value>()
        Task(executorPreference: self) {
            do {
                outcome.result = .success(try await body())
            } catch {
                outcome.result = .failure(error)
            }
        }
        while cursor < jobs.count {
            cursor += 1
            jobs[cursor - 1].runSynchronously(on: asUnownedTaskExecutor())
        }
        return outcome.result
    }
}
