import NIOCore

/// Runs tasks on an event loop.
///
/// A registration is small: to hand it from the loop, which reads and writes, to another thread and back would cost
/// more than all that the broker does for it.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
