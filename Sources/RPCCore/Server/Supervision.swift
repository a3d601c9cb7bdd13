import Dispatch
import Glibc

/// What the service manager is told while a server runs: that it is alive, and what it does.
///
/// Alive means that a turn of the reactor and a turn of a worker came: the question takes its place among the callers,
/// who take turns, so that a worker is free for it as soon as any of them ends a call. Where the reactor hangs, or all
/// workers hang in calls, it is not answered, and the manager restarts the service.
struct Supervision: Sendable {
  /// How often the status line is looked at.
  private static let statusTime = Duration.seconds(5)

  let host: ConnectionHost

  /// Runs until its task is cancelled.
  func run() async {
    guard ServiceNotifier.isHeard else { return }
    let watchdogTime = ServiceNotifier.watchdogTime
    // A quarter: one question may come late, and the next is still in time.
    let pause = watchdogTime.map { min($0 / 4, Self.statusTime) } ?? Self.statusTime
    var lastStatus = ""
    while !Task.isCancelled {
      try? await Task.sleep(for: pause)
      if watchdogTime != nil {
        await untilReactorTurns()
        await untilWorkerTurns()
        ServiceNotifier.alive()
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

  private func untilWorkerTurns() async {
    await host.slots.acquire(for: .supervision)
    await Task(executorPreference: host.workers) {}.value
    host.slots.release()
  }
}

extension WorkerSlots.Claimant {
  /// Takes its turn among the users.
  static let supervision = Self(user: .max, connection: -1)
}
