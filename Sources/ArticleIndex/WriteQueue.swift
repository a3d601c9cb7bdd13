import Dispatch
import Synchronization

/// Group commit: what callers want written at the same time is written in one transaction, whose end costs one wait for
/// the disk. Each caller is answered when that is over.
///
/// Source: Gray, Reuter, "Transaction Processing", 10.4 (1993).
final class WriteQueue<Transaction>: Sendable {
  /// A piece of work in a transaction, and whom to tell.
  private struct Job: Sendable {
    var number: UInt64
    var run: @Sendable (inout Transaction) throws -> Void
    /// Called once, after the transaction: with its error, or `nil` where it was committed.
    var finish: @Sendable ((any Error)?) -> Void
  }

  private struct State {
    var waiting: [Job] = []
    var isRunning = false
    var lastNumber: UInt64 = 0
  }

  /// Runs a transaction: `body` in it, then its commit. An error of either means that nothing was written.
  typealias Runner = @Sendable (_ body: (inout Transaction) throws -> Void) throws -> Void

  private let state = Mutex(State())
  private let queue: DispatchQueue
  private let runner: Runner
  /// Jobs of one transaction at most: a caller waits for some milliseconds of others' work, not for seconds.
  private let jobsMax: Int

  /// - Parameter runner: is called on a queue of its own, for one transaction at a time.
  init(label: String, jobsMax: Int = 256, runner: @escaping Runner) {
    queue = DispatchQueue(label: label)
    self.jobsMax = jobsMax
    self.runner = runner
  }

  /// Runs `body` in a transaction with others' and answers when it is committed.
  ///
  /// - Throws: what `body` throws, if that is an ``IndexError`` that concerns it alone: it must not have changed anything
  ///   then. Whatever else it throws, or the commit, undoes the transaction and is thrown to all who were in it.
  ///   `CancellationError` when the task was cancelled before it began.
  func submit<Answer: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws -> Answer
  ) async throws -> Answer {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let answer = Mutex<Result<Answer, any Error>?>(nil)
        let job = Job(
          number: number,
          run: { transaction in
            do {
              let value = try body(&transaction)
              answer.withLock { $0 = .success(value) }
            } catch let error as IndexError where error.concernsOneArticle {
              answer.withLock { $0 = .failure(error) }
            }
          },
          finish: { error in
            let result = answer.withLock { $0 }
            continuation.resume(with: error.map { .failure($0) } ?? result ?? .failure(CancellationError()))
          })
        enqueue(job)
        // The handler may have come before there was anything to take out.
        if Task.isCancelled { cancel(number) }
      }
    } onCancel: {
      cancel(number)
    }
  }

  private func enqueue(_ job: Job) {
    let starts = state.withLock { state in
      state.waiting.append(job)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if starts { queue.async { self.drain() } }
  }

  /// Takes a job out that still waits.
  private func cancel(_ number: UInt64) {
    let job = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
    }
    job?.finish(CancellationError())
  }

  private func drain() {
    while let jobs = next() {
      do {
        try runner { transaction in
          for job in jobs { try job.run(&transaction) }
        }
        for job in jobs { job.finish(nil) }
      } catch {
        for job in jobs { job.finish(error) }
      }
    }
  }

  private func next() -> [Job]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isRunning = false
        return nil
      }
      let jobs = Array(state.waiting.prefix(jobsMax))
      state.waiting.removeFirst(jobs.count)
      return jobs
    }
  }
}
