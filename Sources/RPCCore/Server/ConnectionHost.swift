import Logging
import Synchronization

/// What a connection needs of its server. All of it is shared; only the settings change while connections live.
final class ConnectionHost: Sendable {
  let settings: Mutex<ServerSettings>
  let metrics: ServerMetrics?
  let budget: CallBudget
  let memory: MemoryBudget
  let slots: WorkerSlots
  let workers: WorkerPool
  let reactor: Reactor
  let registry: ConnectionRegistry
  /// Steps that long calls have told of; whether they advance is what counts.
  let steps = Atomic(0)
  let logBudget = LogBudget()
  let logger: Logger
  let socketWaits: SocketWaits

  init(
    settings: ServerSettings, metrics: ServerMetrics?, logger: Logger, socketWaits: SocketWaits = .standard
  ) {
    let limits = settings.limits
    self.socketWaits = socketWaits
    self.settings = Mutex(settings)
    self.metrics = metrics
    self.logger = logger
    budget = CallBudget(limits: limits)
    memory = MemoryBudget(limits: limits)
    slots = WorkerSlots(count: limits.workersMax)
    workers = WorkerPool(count: limits.workersMax)
    reactor = Reactor()
    registry = ConnectionRegistry(limits: limits)
  }

  /// What holds for who comes now.
  var currentSettings: ServerSettings { settings.withLock { $0 } }

  /// Lets new settings hold from now on.
  func apply(_ settings: ServerSettings) async {
    self.settings.withLock { $0 = settings }
    budget.apply(settings.limits)
    memory.apply(settings.limits)
    registry.apply(settings.limits)
    for connection in registry.all { await connection.apply(settings) }
  }

  /// What is under way.
  var status: RPCServerStatus {
    RPCServerStatus(
      connections: registry.count, calls: budget.calls, callsWaiting: slots.waitingCount,
      heldBytes: memory.bytes)
  }
}
