import Glibc

/// A JSON-RPC 2.0 client on a Unix socket; many calls may be under way at once.
///
/// ```swift
/// let client = try await RPCClient.connect(to: .path("/run/echo.sock"))
/// let reply = try await client.call(echo, Text(text: "안녕"), timeout: .seconds(2))
/// await client.close()
/// ```
/// Cancelling the task of a call cancels the call. When the connection is lost, the next call makes a new one, and
/// calls of idempotent methods are sent again (`RPCReconnect`). The first client ignores SIGPIPE for the whole process.
public actor RPCClient {
  private let options: RPCClientOptions
  /// Where to connect again; `nil` for a client on a socket that was handed over.
  private let path: String?
  private var link: ClientLink
  private var isClosed = false

  /// Connects to a socket file, or to a name in the abstract namespace (unix(7)): a path that begins with `@`.
  ///
  /// Blocks while a server's backlog is full, 5 s at most.
  ///
  /// - Throws: `TransportError` with the `errno` of connect(2).
  public static func connect(
    to address: RPCAddress, options: RPCClientOptions = RPCClientOptions()
  ) async throws -> RPCClient {
    guard case .path(let path) = address else {
      throw TransportError("connecting", reason: "a client connects to a path")
    }
    let link = ClientLink(socket: try UnixSocket.connect(to: path), options: options)
    await link.start()
    return RPCClient(link: link, path: path, options: options)
  }

  /// A client on a connected, non-blocking stream socket, which it takes over: the other end of a child's standard input and
  /// output, say. It cannot connect again.
  public static func onSocket(_ socket: Int32, options: RPCClientOptions = RPCClientOptions()) async
    -> RPCClient
  {
    let link = ClientLink(socket: socket, options: options)
    await link.start()
    return RPCClient(link: link, path: nil, options: options)
  }

  private init(link: ClientLink, path: String?, options: RPCClientOptions) {
    self.link = link
    self.path = path
    self.options = options
  }

  deinit {
    let link = link
    Task { await link.close() }
  }

  /// Ends the connection; calls that are under way fail as lost.
  public func close() async {
    isClosed = true
    await link.close()
  }

  // MARK: Calling

  /// Calls a method by its contract.
  ///
  /// - Parameters:
  ///   - method: the contract, shared with the server.
  ///   - params: what the method takes.
  ///   - timeout: sent along as the call's deadline; a second later the client itself gives up. `nil`: no end.
  ///   - progress: is told how far the call is, by methods that tell; runs on the queue of all clients and must not block.
  /// - Throws: ``RPCError`` as the server answered, ``RPCClientError`` without an answer.
  public func call<Params, Reply>(
    _ method: RPCMethod<Params, Reply>, _ params: Params, timeout: Duration? = nil,
    progress: (@Sendable (RPCProgress) -> Void)? = nil
  ) async throws -> Reply {
    let result = try await send(
      method.name, JSONEncoding.bytes(of: params), timeout, progress, isIdempotent: method.isIdempotent)
    do {
      return try JSONDecoding.value(Reply.self, from: JSONDocument(scanned: result), at: "/result")
    } catch let error as RPCError {
      // Not the server's word on the params, but its result that is not what the contract says.
      throw RPCClientError.malformedAnswer(error.message)
    }
  }

  /// Calls any method with any params.
  ///
  /// - Parameters:
  ///   - method: the method's name.
  ///   - params: an object or an array; `nil`: none.
  ///   - timeout: sent along as the call's deadline; a second later the client itself gives up. `nil`: no end.
  ///   - isIdempotent: whether the call may be sent again when the connection is lost.
  ///   - progress: is told how far the call is, by methods that tell; runs on the queue of all clients and must not block.
  /// - Throws: ``RPCError`` as the server answered, ``RPCClientError`` without an answer.
  public func call(
    _ method: String, _ params: RPCJSON? = nil, timeout: Duration? = nil, isIdempotent: Bool = false,
    progress: (@Sendable (RPCProgress) -> Void)? = nil
  ) async throws -> RPCJSON {
    let result = try await send(method, params?.bytes, timeout, progress, isIdempotent: isIdempotent)
    do {
      return try JSONDocument(scanned: result).root.value()
    } catch {
      throw RPCClientError.malformedAnswer(error.reason)
    }
  }

  /// Calls any method with params that are JSON already, and gives the result's JSON as the server wrote it: for whoever
  /// passes both on. With framing by lines the params must stand on one line.
  public func callJSON(
    _ method: String, _ params: [UInt8]?, timeout: Duration? = nil, isIdempotent: Bool = false
  ) async throws -> [UInt8] {
    try await send(method, params, timeout, nil, isIdempotent: isIdempotent)
  }

  /// Sends a notification, to which there is no answer.
  public func notify(_ method: String, _ params: RPCJSON? = nil) async throws {
    try await connectedLink().notify(method, params?.bytes)
  }

  /// Whether a request waits for the server to read.
  var hasUnwrittenBytes: Bool {
    get async { await link.hasUnwrittenBytes }
  }

  /// Whether a request waits behind another.
  var hasUntouchedBytes: Bool {
    get async { await link.hasUntouchedBytes }
  }

  private func send(
    _ method: String, _ params: [UInt8]?, _ timeout: Duration?,
    _ progress: (@Sendable (RPCProgress) -> Void)?, isIdempotent: Bool
  ) async throws -> [UInt8] {
    let start = ContinuousClock.now
    var tries = 0
    while true {
      do {
        let left = timeout.map { max(.milliseconds(1), $0 - (ContinuousClock.now - start)) }
        return try await connectedLink().call(method, params, timeout: left, progress: progress)
      } catch {
        guard isIdempotent, path != nil, !isClosed, let reconnect = options.reconnect,
          Self.isTransient(error), case let pause = reconnect.pause(before: tries),
          ContinuousClock.now - start + pause < min(reconnect.timeMax, timeout ?? reconnect.timeMax)
        else { throw error }
        try await Task.sleep(for: pause)
        tries += 1
      }
    }
  }

  /// Whether the server may be there again in a moment.
  private static func isTransient(_ error: any Error) -> Bool {
    switch error {
    case let error as RPCClientError: error == .lost || error == .notSent
    case let error as RPCError: error.code == .shuttingDown
    case let error as TransportError: [ECONNREFUSED, ENOENT, EAGAIN, ECONNRESET].contains(error.errno)
    default: false
    }
  }

  /// The connection, or a new one where it was lost.
  private func connectedLink() async throws -> ClientLink {
    guard !isClosed else { throw RPCClientError.notSent }
    let lost = link
    guard await lost.isClosed, let path, options.reconnect != nil else { return lost }
    let fresh = ClientLink(socket: try UnixSocket.connect(to: path), options: options)
    await fresh.start()
    // Another call may have been quicker while this one waited.
    guard link === lost, !isClosed else {
      await fresh.close()
      if isClosed { throw RPCClientError.notSent }
      return link
    }
    link = fresh
    return fresh
  }
}
