import Dispatch
import Logging
import ServiceLifecycle

/// A server that runs: its listeners and connections, and how they come to an end.
actor ServerRuntime: Service {
  /// How long a drained connection that does not fall idle is still given new requests to do.
  private static let acceptsWhileDraining = Duration.milliseconds(50)
  /// How long peers have, once the time to drain is over, to read what they were answered.
  private static let readsBeforeExit = Duration.seconds(2)

  private let host: ConnectionHost
  private var listeners: [Listener] = []
  private var endsWithStreams = false

  init(host: ConnectionHost) { self.host = host }

  // MARK: Beginning

  /// Takes over a listening socket; its peers are accepted once `run` has begun, when signals are looked after.
  func listen(on socket: Int32, access: RPCAccess) {
    let host = host
    let listener = Listener(socket: socket, reactor: host.reactor, logger: host.logger) { descriptor in
      Self.open(descriptor, access: access, host: host)
    }
    listeners.append(listener)
  }

  /// Serves one peer over standard input and output; `run` returns when it has ended.
  func openStandardStreams() async throws {
    endsWithStreams = true
    let channel = try StreamChannel.takingStandardStreams(queue: host.reactor.queue)
    let info = ConnectionInfo(number: 0, peer: .starter, access: .admin, logger: host.logger)
    let connection = Connection(info: info, host: host, channel: channel)
    host.registry.add(connection, number: 0)
    connection.start()
  }

  /// Serves a connected, non-blocking socket.
  nonisolated func open(_ socket: Int32, access: RPCAccess) {
    Self.open(socket, access: access, host: host)
  }

  private static func open(_ socket: Int32, access: RPCAccess, host: ConnectionHost) {
    let peer = RPCPeer(socket: socket, withGroups: host.methods.looksAtGroups)
    switch host.registry.admit(peer) {
    case .failure(let error): refuse(socket, with: error)
    case .success(let number):
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

  /// Bytes that connections hold of half-sent requests and unread answers.
  nonisolated var heldBytes: Int { host.memory.bytes }

  /// Connections that are open now.
  nonisolated var connectionCount: Int { host.registry.count }

  /// Ends every connection at once, as a crash would for the peers; for tests.
  func dropConnections() async {
    for connection in host.registry.all { await connection.abandon() }
  }

  // MARK: Running and ending

  func run() async throws {
    for listener in listeners { await listener.start() }
    let count = listeners.count
    if !endsWithStreams {
      ServiceNotifier.ready(status: "serving on \(count) socket\(count == 1 ? "" : "s")")
    }
    host.logger.info("ready", metadata: ["sockets": "\(count)", "methods": "\(host.methods.names.count)"])
    if endsWithStreams {
      let registry = host.registry
      await cancelWhenGracefulShutdown { await registry.untilEmpty() }
    } else {
      try? await gracefulShutdown()
    }
    await drain()
  }

  /// Stops accepting, answers what was accepted, and closes every connection within `drainTimeMax`.
  func drain() async {
    let limits = host.limits
    ServiceNotifier.stopping(within: limits.drainTimeMax, status: "answering \(host.budget.calls) calls")
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
    host.logger.info("stopped")
  }
}
