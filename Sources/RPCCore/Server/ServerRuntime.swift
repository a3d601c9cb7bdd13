import Dispatch
import Logging
import ServiceLifecycle
import UnixSignals

/// A server that runs: its listeners and connections, and how they come to an end.
actor ServerRuntime: Service {
  /// How long a drained connection that does not fall idle is still given new requests to do.
  private static let acceptsWhileDraining = Duration.milliseconds(50)
  /// How long peers have, once the time to drain is over, to read what they were answered.
  private static let readsBeforeExit = Duration.seconds(2)

  private let host: ConnectionHost
  /// All methods, without the lists of who may call them.
  private let methods: MethodTable
  private let loadSettings: RPCServer.SettingsLoader?
  private var listeners: [Listener] = []
  /// The peer on the standard streams, until `run` serves it.
  private var standardStreams: Connection?
  private var endsWithStreams = false
  private var endsWhenIdle = false

  init(host: ConnectionHost, methods: MethodTable, loadSettings: RPCServer.SettingsLoader? = nil) {
    self.host = host
    self.methods = methods
    self.loadSettings = loadSettings
  }

  // MARK: Beginning

  /// Takes over a listening socket; its peers are accepted once `run` has begun, when signals are looked after.
  func listen(on socket: Int32, access: RPCAccess) {
    let host = host
    let listener = Listener(socket: socket, reactor: host.reactor, logger: host.logger) { descriptor in
      Self.open(descriptor, access: access, host: host)
    }
    listeners.append(listener)
  }

  /// The sockets outlive this process: where the settings say so, it may end when it has had nothing to do.
  func mayEndWhenIdle() { endsWhenIdle = true }

  /// Takes over standard input and output; their peer is served once `run` has begun, when signals are looked after, and `run`
  /// returns when it has ended.
  func takeStandardStreams() throws {
    endsWithStreams = true
    let channel = try StreamChannel.takingStandardStreams(queue: host.reactor.queue)
    let info = ConnectionInfo(number: 0, peer: .starter, access: .admin, logger: host.logger)
    let connection = Connection(info: info, host: host, channel: channel)
    host.registry.add(connection, number: 0)
    standardStreams = connection
  }

  /// Serves a connected, non-blocking socket.
  nonisolated func open(_ socket: Int32, access: RPCAccess) {
    Self.open(socket, access: access, host: host)
  }

  private static func open(_ socket: Int32, access: RPCAccess, host: ConnectionHost) {
    let peer = RPCPeer(socket: socket)
    switch host.registry.admit(peer) {
    case .failure(let error):
      host.metrics?.connectionsRefused.increment()
      refuse(socket, with: error)
    case .success(let number):
      host.metrics?.connectionsAccepted.increment()
      let info = ConnectionInfo(number: number, peer: peer, access: access, logger: host.logger)
      let channel = SocketChannel(socket: socket, reactor: host.reactor, waits: host.socketWaits)
      let connection = Connection(info: info, host: host, channel: channel)
      host.registry.add(connection, number: number)
      connection.start()
    }
  }

  /// Says why in one line and closes. Which framing the peer speaks is not known yet; a line can be read by eye.
  private static func refuse(_ socket: Int32, with error: RPCError) {
    var line = JSONText()
    FrameEncoder.append(in: .lines, to: &line) { MessageEncoder.append(id: nil, error: error, to: &$0) }
    RefusedSocket.write(line.bytes, thenClose: socket)
  }

  /// What is under way.
  nonisolated var status: RPCServerStatus { host.status }

  /// Ends every connection at once, as a crash would for the peers; for tests.
  func dropConnections() async {
    for connection in host.registry.all { await connection.abandon() }
  }

  // MARK: Running

  func run() async throws {
    let supervision = Supervision(host: host)
    // Before READY: the manager may send it from then on, and untrapped it would end the process.
    let hangUps = loadSettings == nil ? nil : await UnixSignalsSequence(trapping: .sighup)
    for listener in listeners { await listener.start() }
    standardStreams?.start()
    standardStreams = nil
    let count = listeners.count
    if !endsWithStreams {
      ServiceNotifier.ready(status: "serving on \(count) socket\(count == 1 ? "" : "s")")
    }
    host.logger.info(
      "ready", metadata: ["sockets": "\(count)", "methods": "\(methods.names.count)"])
    // Tasks that nobody waits for: a call that ignores its cancellation must keep neither from ending.
    let companions = [
      // With pipes the manager's socket is that of whoever started this process.
      Task { [endsWithStreams] in if !endsWithStreams { await supervision.run() } },
      Task { if let hangUps { for await _ in hangUps { await self.reload() } } },
    ]
    await untilItIsOver()
    await drain()
    for companion in companions { companion.cancel() }
    host.logger.info("stopped")
  }

  /// Waits for SIGTERM, for the end of the standard streams, or until there has been nothing to do for long enough.
  private func untilItIsOver() async {
    let registry = host.registry
    await withTaskGroup(of: Void.self) { group in
      if endsWithStreams {
        // `untilEmpty` cannot be cancelled, what waits for its word can: a signal ends a service whose client stays, too.
        let (ends, end) = AsyncStream<Void>.makeStream()
        Task {
          await registry.untilEmpty()
          end.finish()
        }
        group.addTask { await cancelWhenGracefulShutdown { for await _ in ends {} } }
      } else {
        group.addTask { try? await gracefulShutdown() }
      }
      if endsWhenIdle {
        group.addTask { await self.untilIdle() }
      }
      await group.next()
      group.cancelAll()
    }
  }

  /// Reads the settings anew and lets them hold, or says why not.
  func reload() async {
    guard let loadSettings else { return }
    ServiceNotifier.reloading()
    do {
      await host.apply(try ServerSettings(try await loadSettings(), methods: methods))
      host.logger.notice("the configuration was read anew")
      ServiceNotifier.ready(status: "the configuration was read anew")
    } catch {
      host.logger.error("the new configuration is refused, the old one holds: \(error)")
      // In one line, as systemctl shows it.
      let reason = "\(error)".split(whereSeparator: \.isNewline).joined(separator: "; ")
      ServiceNotifier.ready(status: "the new configuration is refused, the old one holds: \(reason)")
    }
  }

  // MARK: Ending

  /// Waits until nothing has been connected or called for as long as the settings say, and stops listening in the
  /// same turn in which that is so: whoever connects later waits in the socket for the next process.
  private func untilIdle() async {
    while !Task.isCancelled {
      let pause = timeUntilIdle()
      if pause <= .zero, await stopListeningIfIdle() {
        host.logger.info("nothing to do: ending until the next connection")
        return
      }
      try? await Task.sleep(for: max(pause, .milliseconds(1)))
    }
  }

  /// How long to wait before it is worth asking again.
  private func timeUntilIdle() -> Duration {
    // The settings may change meanwhile.
    guard let time = host.currentSettings.idleExitTime else { return .seconds(5) }
    guard let since = host.registry.emptySince, host.budget.calls == 0 else { return min(time, .seconds(5)) }
    return time - DispatchTime.now().since(since)
  }

  private func stopListeningIfIdle() async -> Bool {
    let (host, listeners) = (host, listeners)
    // Listeners live on the reactor's queue: none accepts while this looks.
    return await withCheckedContinuation { continuation in
      host.reactor.queue.async {
        let isIdle = host.registry.emptySince != nil && host.budget.calls == 0
        if isIdle { for listener in listeners { listener.assumeIsolated { $0.stop() } } }
        continuation.resume(returning: isIdle)
      }
    }
  }

  /// Stops accepting, answers what was accepted, and closes every connection within `drainTimeMax`.
  func drain() async {
    let limits = host.currentSettings.limits
    if !endsWithStreams {
      ServiceNotifier.stopping(within: limits.drainTimeMax, status: "answering \(host.budget.calls) calls")
    }
    for listener in listeners { await listener.stop() }
    for connection in host.registry.all { await connection.drain() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [host] in
        try? await Task.sleep(for: Self.acceptsWhileDraining)
        for connection in host.registry.all { await connection.refuseRequests() }
        try? await Task.sleep(for: limits.drainTimeMax)
        for connection in host.registry.all { await connection.expire() }
        // Whoever does not read even now would keep the process from ending.
        try? await Task.sleep(for: Self.readsBeforeExit)
        for connection in host.registry.all { await connection.cutOff("the server exits") }
      }
      await host.registry.untilEmpty()
      group.cancelAll()
    }
  }
}
