import Dispatch
import Synchronization

/// What the service manager is told while a server runs: that it is alive, and what it does.
///
/// Alive means that a turn of the reactor came, and that a worker took a turn or a long call told of a step. The question
/// takes its place among the callers, who take turns, so that a worker is free for it as soon as any of them ends a call.
/// Where the reactor hangs, or all workers hang in calls, the manager hears nothing, and restarts the service.
struct Supervision: Sendable {
  /// How often the status line is looked at.
  private static let statusTime = Duration.seconds(5)

  private let host: ConnectionHost
  private let question = Question()

  init(host: ConnectionHost) { self.host = host }

  /// Runs until its task is cancelled.
  func run() async {
    guard ServiceNotifier.isHeard else { return }
    let watchdogTime = ServiceNotifier.watchdogTime
    // A quarter: one answer may come late, and the next is still in time.
    let pause = watchdogTime.map { min($0 / 4, Self.statusTime) } ?? Self.statusTime
    var lastStatus = ""
    var lastSteps = 0
    while !Task.isCancelled {
      if watchdogTime != nil { question.ask(host) }
      try? await Task.sleep(for: pause)
      if watchdogTime != nil {
        await untilReactorTurns()
        let steps = host.steps.load(ordering: .relaxed)
        if question.isAnswered || steps != lastSteps { ServiceNotifier.alive() }
        lastSteps = steps
      }
      let status = status
      if status != lastStatus, !Task.isCancelled { ServiceNotifier.status(status) }
      lastStatus = status
    }
  }

  private var status: String {
    let now = host.status
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    return "\(count(now.connections, "connection")), \(count(now.calls, "call")) under way"
      + (now.callsWaiting > 0 ? ", \(now.callsWaiting) of them waiting" : "")
  }

  private func untilReactorTurns() async {
    await withCheckedContinuation { continuation in
      host.reactor.queue.async { continuation.resume() }
    }
  }
}

/// "Is there a worker?": asked again once it has been answered.
private final class Question: Sendable {
  private let isOpen = Mutex(false)

  /// Whether a worker has taken the last one up.
  var isAnswered: Bool { isOpen.withLock { !$0 } }

  func ask(_ host: ConnectionHost) {
    let isNew = isOpen.withLock { isOpen in
      defer { isOpen = true }
      return !isOpen
    }
    guard isNew else { return }
    host.slots.submit(for: .supervision) { [self] in
      Task(executorPreference: host.workers) {
        self.isOpen.withLock { $0 = false }
        host.slots.release()
      }
      return true
    }
  }
}

extension WorkerSlots.Claimant {
  /// Takes its turn among the users.
  static let supervision = Self(user: .max, connection: -1)
}
