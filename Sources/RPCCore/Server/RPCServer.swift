public import CoreMetrics
import Glibc
public import Logging
import ServiceLifecycle

/// A JSON-RPC 2.0 server on Unix sockets.
///
/// ```swift
/// var server = RPCServer(name: "echo", version: "1.0")
/// server.handle(echo) { params, _ in params }
/// try await server.run(on: .systemd(orPath: "/run/echo.sock"))
/// ```
/// `run` takes sockets from systemd or binds its own, reports READY and STOPPING to the service manager, and on
/// SIGTERM or SIGINT answers what has been accepted before it returns. Where systemd watches the service, it is told that
/// the service is alive as long as the reactor and the workers advance. It ignores SIGPIPE for the whole process.
public struct RPCServer: Sendable {
  /// The service's name and version, for `rpc.discover` and the log.
  public let name: String, version: String
  /// What an operator sets.
  public var settings: RPCSettings
  private let logger: Logger
  private let metrics: ServerMetrics?
  private let factory: (any MetricsFactory)?
  private var methods = MethodTable()
  private var loadSettings: SettingsLoader?
  /// How sockets are waited for; for measuring and testing one way beside another.
  package var socketWaits = SocketWaits.standard

  /// A server without methods but `rpc.discover` and `system.whoami`.
  ///
  /// - Parameters:
  ///   - name: what `rpc.discover` and the log call the service.
  ///   - version: its version, for `rpc.discover`.
  ///   - limits: the bounds that hold until a reload brings others.
  ///   - logger: where calls, peers that are cut off and defects are told.
  ///   - metrics: where requests, errors, times and bytes are counted; by default they are not.
  public init(
    name: String, version: String, limits: RPCLimits = RPCLimits(), logger: Logger = Logger(label: "rpc"),
    metrics: (any MetricsFactory)? = nil
  ) {
    self.name = name
    self.version = version
    self.logger = logger
    settings = RPCSettings(limits: limits)
    factory = metrics
    self.metrics = metrics.map(ServerMetrics.init)
    handleInline(Discovery.whoami) { _, context in Discovery.whoami(context) }
  }

  /// What an operator's settings are read with when SIGHUP comes; what it throws refuses them.
  public typealias SettingsLoader = @Sendable () async throws -> RPCSettings

  /// Reads the settings anew at SIGHUP. Where that fails, those that hold go on to hold, and the log and the service
  /// manager are told why. Without this, SIGHUP ends the process, as is its custom.
  public mutating func reload(_ load: @escaping SettingsLoader) { loadSettings = load }

  /// The names of all methods that have been added, with those of every server.
  public var methodNames: [String] { methods.names + [Discovery.discover.name] }

  /// Adds a method whose work may take long or block; it runs on a worker, of which there are `limits.workersMax`.
  ///
  /// What `body` throws is answered: an `RPCError` as it is, anything else as -32603 with a reference to the log.
  public mutating func handle<Params, Reply>(
    _ method: RPCMethod<Params, Reply>,
    _ body: @escaping @Sendable (Params, RPCContext) async throws -> Reply
  ) {
    add(method, methods.pooled(method, body))
  }

  /// Adds a method that is done in microseconds and never blocks; it runs on the queue of all connections,
  /// which saves a task (4.7 µs) but holds up the others meanwhile.
  public mutating func handleInline<Params, Reply>(
    _ method: RPCMethod<Params, Reply>, _ body: @escaping @Sendable (Params, RPCContext) throws -> Reply
  ) {
    add(method, methods.inline(method, body))
  }

  /// Adds a method that is lent its params as they stand in the frame, and appends its result; for measuring what
  /// the typed way costs.
  package mutating func handleRaw(
    _ method: RPCMethod<RPCJSON, RPCJSON>,
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>?, inout JSONText) -> Void
  ) {
    add(
      method,
      .inline { params, _, output in
        body(params, &output)
        return nil
      })
  }

  private mutating func add<Params, Reply>(_ method: RPCMethod<Params, Reply>, _ work: MethodTable.Work) {
    methods.add(
      MethodTable.Entry(
        name: method.name, access: method.access, work: work,
        description: Lazily { Discovery.description(of: method) },
        metrics: factory.map { ServerMetrics.Method(name: method.name, factory: $0) }))
  }

  /// Lets only these users and groups call a method that has been added; others are answered with -32011.
  public mutating func allow(_ list: RPCAllowList, toCall method: String) {
    precondition(methodNames.contains(method), "no method \(method)")
    settings.allowLists[method] = list
  }

  /// Serves until SIGTERM or SIGINT, or for standard streams until they end; then drains.
  ///
  /// - Throws: `TransportError` when an address cannot be listened on.
  public func run(on address: RPCAddress) async throws {
    let runtime = try runtime()
    let boundPath = try await listen(runtime, on: address)
    let bound = boundPath.flatMap(UnixSocket.identity)
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: runtime, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    // Not a successor's, which may have bound anew while this server drained.
    if let boundPath, let bound, UnixSocket.identity(of: boundPath) == bound { unlink(boundPath) }
  }

  /// - Returns: the socket file that this process has bound, to be removed at its end. systemd's own stay: the
  ///   next process is started through them.
  private func listen(_ runtime: ServerRuntime, on address: RPCAddress) async throws -> String? {
    switch address {
    case .standardStreams:
      try await runtime.takeStandardStreams()
      return nil
    case .path(let path):
      try await runtime.listen(on: UnixSocket.listen(at: path), access: .everyone)
      return path
    case .systemd(let path):
      let sockets = try SocketActivation.takeSockets()
      for socket in sockets {
        await runtime.listen(on: socket.descriptor, access: socket.name == "admin" ? .admin : .everyone)
      }
      if !sockets.isEmpty {
        await runtime.mayEndWhenIdle()
        return nil
      }
      guard let path else {
        throw TransportError("starting", reason: "systemd passed no socket, and no path was given")
      }
      return try await listen(runtime, on: .path(path))
    }
  }

  /// The running parts of this server, with the method that describes all methods.
  func runtime() throws -> ServerRuntime {
    var methods = methods
    let discover = Discovery.discover
    let description = Lazily { Discovery.description(of: discover) }
    let document = Lazily { [name, version, methods] in
      Discovery.document(
        name: name, version: version, methods: methods.descriptions + [description.value])
    }
    // On a worker: the first time takes many milliseconds.
    let work = methods.pooled(discover) { _, _ in document.value }
    methods.add(
      MethodTable.Entry(
        name: discover.name, access: discover.access, work: work, description: description,
        metrics: factory.map { ServerMetrics.Method(name: discover.name, factory: $0) }))
    let current = try ServerSettings(settings, methods: methods)
    let host = ConnectionHost(settings: current, metrics: metrics, logger: logger, socketWaits: socketWaits)
    return ServerRuntime(host: host, methods: methods, loadSettings: loadSettings)
  }
}
