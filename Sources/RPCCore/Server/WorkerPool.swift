import Dispatch
import Glibc
import Synchronization

/// The threads on which methods run: apart from Swift's cooperative pool, which is as wide as the machine and stalls
/// when a method blocks in a system call, and apart from the reactor, which never waits.
///
/// Threads of its own, made when they are first needed, not dispatch queues: those take theirs from a pool that grows
/// with every quick hand-over between them, to 256 under a stream of progress notifications. They take jobs from one
/// queue, so that no job waits behind a long one while another worker is idle.
final class WorkerPool: TaskExecutor {
  private let crew: Crew

  /// - Parameter count: how many jobs run at a time; more than `WorkerSlots` lets in would idle.
  init(count: Int) { crew = Crew(count: count) }

  deinit { crew.dismiss() }

  func enqueue(_ job: consuming ExecutorJob) { crew.add(Crew.Work(job: UnownedJob(job), pool: self)) }
}

/// What the threads share; they outlive the pool by the time that they need to end.
private final class Crew: Sendable {
  struct Work: Sendable {
    let job: UnownedJob
    /// Keeps the executor until its last job is done.
    let pool: WorkerPool
  }

  private struct State {
    var work = Fifo<Work>()
    /// Workers that wait to be woken.
    var idle: [Int] = []
    var started = 0
    var isDismissed = false
  }

  private let state = Mutex(State())
  private let wakeUps: [DispatchSemaphore]

  init(count: Int) { wakeUps = (0..<count).map { _ in DispatchSemaphore(value: 0) } }

  private enum Summons {
    case wake(Int)
    case start(Int)
    case none
  }

  func add(_ work: Work) {
    let summons = state.withLock { state -> Summons in
      state.work.append(work)
      if let worker = state.idle.popLast() { return .wake(worker) }
      guard state.started < wakeUps.count else { return .none }
      defer { state.started += 1 }
      return .start(state.started)
    }
    switch summons {
    case .wake(let worker): wakeUps[worker].signal()
    case .start(let worker): start(worker)
    case .none: break
    }
  }

  func dismiss() {
    let idle = state.withLock { state in
      state.isDismissed = true
      defer { state.idle = [] }
      return state.idle
    }
    for worker in idle { wakeUps[worker].signal() }
  }

  private final class Beginning {
    let crew: Crew
    let worker: Int
    init(crew: Crew, worker: Int) {
      self.crew = crew
      self.worker = worker
    }
  }

  private func start(_ worker: Int) {
    let beginning = Unmanaged.passRetained(Beginning(crew: self, worker: worker))
    // Signals are for who waits for them: a thread that takes one for itself would make it be lost.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    // Not those that a thread raises itself: blocked, they kill without a backtrace (sigprocmask(2)).
    for fault in [SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV, SIGSYS] { sigdelset(&all, fault) }
    pthread_sigmask(SIG_BLOCK, &all, &before)
    var thread = pthread_t()
    let error = pthread_create(
      &thread, nil,
      { pointer in
        let beginning = Unmanaged<Beginning>.fromOpaque(pointer!).takeRetainedValue()
        beginning.crew.run(as: beginning.worker)
        return nil
      }, beginning.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    guard error == 0 else {
      // The others do its work. Without a first one no method would ever run: such a process is better restarted.
      precondition(worker > 0, "cannot make a thread: \(String(cString: strerror(error)))")
      return beginning.release()
    }
    pthread_detach(thread)
  }

  private func run(as worker: Int) {
    while true {
      let (work, ends) = state.withLock { state -> (Work?, Bool) in
        if let work = state.work.popFirst() { return (work, false) }
        if state.isDismissed { return (nil, true) }
        state.idle.append(worker)
        return (nil, false)
      }
      if ends { return }
      if let work {
        work.job.runSynchronously(on: work.pool.asUnownedTaskExecutor())
      } else {
        wakeUps[worker].wait()
      }
    }
  }
}
