import Dispatch
import Glibc

/// Why a call has no answer. An answer that is an error is an `RPCError` instead.
public enum RPCClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The request was not sent: the connection was closed before.
  case notSent
  /// The connection ended after the request was sent: it may or may not have been carried out.
  case lost
  /// No answer within the time given.
  case timedOut(Duration)
  /// The server sent something that is no answer.
  case malformedAnswer(String)

  /// One English sentence.
  public var description: String {
    switch self {
    case .notSent: "the connection was closed before the request was sent"
    case .lost: "the connection was lost before the answer came; the call may have been carried out"
    case .timedOut(let duration): "no answer within \(duration)"
    case .malformedAnswer(let reason): "the server's answer is malformed: \(reason)"
    }
  }
}

/// A JSON-RPC 2.0 client on a Unix socket; many calls may be under way at once.
///
/// ```swift
/// let client = try await RPCClient.connect(to: .path("/run/echo.sock"))
/// let reply = try await client.call(echo, Text(text: "안녕"), timeout: .seconds(2))
/// await client.close()
/// ```
public actor RPCClient {
  private static let reactor = DispatchQueue(label: "rpc.client.reactor")

  private let executor: QueueExecutor
  /// The client runs on its own serial queue.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let channel: any ByteChannel
  private let decoder: MessageDecoder
  private var frames: FrameDecoder
  private var pending = PendingCalls()
  private var isClosed = false

  /// Connects to a socket file.
  ///
  /// - Throws: `TransportError` with the `errno` of connect(2).
  public static func connect(to address: RPCAddress) async throws -> RPCClient {
    guard case .path(let path) = address else {
      throw TransportError("connecting", reason: "a client connects to a path")
    }
    signal(SIGPIPE, SIG_IGN)
    let client = RPCClient(socket: try UnixSocket.connect(to: path))
    await client.start()
    return client
  }

  /// A client on a connected, non-blocking socket, which it takes over.
  init(socket: Int32) {
    // A client takes what its server may send: the server's own bound on answers.
    var limits = RPCLimits()
    limits.requestBytesMax = limits.responseBytesMax + 4096
    limits.jsonValuesMax = .max
    executor = QueueExecutor(label: "rpc.client", target: Self.reactor)
    decoder = MessageDecoder(limits: limits)
    frames = FrameDecoder(limits: limits)
    channel = DispatchChannel(socket: socket, queue: executor.queue)
  }

  func start() {
    channel.open { event in
      // Nothing is sent: events come on this actor's own queue, as `assumeIsolated` checks.
      nonisolated(unsafe) let event = event
      self.assumeIsolated { $0.handle(event) }
    }
    channel.read()
  }

  /// Ends the connection; calls that are under way fail as lost.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    channel.finish()
    pending.failAll(with: RPCClientError.lost)
  }

  // MARK: Calling

  /// Calls a method by its contract.
  ///
  /// - Parameter timeout: sent along as the call's deadline; a second later the client itself gives up.
  /// - Throws: `RPCError` as the server answered, `RPCClientError` without an answer.
  public func call<Params, Reply>(
    _ method: RPCMethod<Params, Reply>, _ params: Params, timeout: Duration? = nil
  ) async throws -> Reply {
    let result = try await send(method.name, JSONEncoding.bytes(of: params), timeout: timeout)
    return try JSONDecoding.value(Reply.self, from: result, at: "/result")
  }

  /// Calls any method with any params.
  public func call(_ method: String, _ params: RPCJSON? = nil, timeout: Duration? = nil) async throws
    -> RPCJSON
  {
    let result = try await send(method, params?.bytes, timeout: timeout)
    do {
      return try result.value()
    } catch {
      throw RPCClientError.malformedAnswer(error.reason)
    }
  }

  /// Sends a notification, to which there is no answer.
  public func notify(_ method: String, _ params: RPCJSON? = nil) throws {
    guard !isClosed else { throw RPCClientError.notSent }
    write(MessageEncoder.request(id: nil, method: method, params: params?.bytes))
  }

  private func send(_ method: String, _ params: [UInt8]?, timeout: Duration?) async throws -> JSONSpan {
    guard !isClosed else { throw RPCClientError.notSent }
    let key = pending.nextKey()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        pending.add(key, continuation)
        let timeoutMs = timeout.map { max(1, Int($0 / .milliseconds(1))) }
        write(
          MessageEncoder.request(id: RequestID(key), method: method, params: params, timeoutMs: timeoutMs))
        if let timeout { scheduleTimeout(of: key, timeout) }
      }
    } onCancel: {
      Task { await self.cancel(key) }
    }
  }

  private func write(_ payload: [UInt8]) {
    var frame: [UInt8] = []
    FrameEncoder.append(payload, in: .headers, to: &frame)
    channel.write(frame)
  }

  /// The server answers -32001 in time; this is for a server that does not.
  private func scheduleTimeout(of key: Int, _ timeout: Duration) {
    executor.queue.asyncAfter(deadline: .now() + (timeout + Duration.seconds(1))) { [weak self] in
      self?.assumeIsolated { _ = $0.pending.fail(key, with: RPCClientError.timedOut(timeout)) }
    }
  }

  private func cancel(_ key: Int) {
    guard pending.fail(key, with: CancellationError()) else { return }
    write(
      MessageEncoder.request(
        id: nil, method: "rpc.cancel", params: RPCJSON.object([.init("id", .integer(key))]).bytes))
  }

  // MARK: Answers

  private func handle(_ event: ChannelEvent) {
    switch event {
    case .received(let bytes):
      frames.append(bytes)
      decodeFrames()
    case .readEnded: channel.read()
    case .endOfInput, .failed:
      isClosed = true
      pending.failAll(with: RPCClientError.lost)
      channel.abort()
    case .wrote, .closed: break
    }
  }

  private func decodeFrames() {
    do {
      while let event = try frames.next() {
        switch event {
        case .frame(let frame): accept(decoder.decode(frame))
        case .tooLarge(let actual): fail("an answer of \(actual) bytes")
        }
      }
    } catch {
      fail(error.reason)
    }
  }

  private func accept(_ content: FrameContent) {
    switch content {
    case .single(.response(let response)): accept(response)
    case .batch(let messages):
      for case .response(let response) in messages { accept(response) }
    case .single(.invalid(let error, _)): fail(error.message)
    case .single(.request): break
    }
  }

  private func accept(_ response: Response) {
    guard let id = response.id, let key = Int(id.description) else {
      // An error without an id is about the connection, such as a refusal: every call of it fails with it.
      if case .failure(let error) = response.outcome { pending.failAll(with: error) }
      return
    }
    pending.complete(key, response.outcome)
  }

  private func fail(_ reason: String) {
    isClosed = true
    pending.failAll(with: RPCClientError.malformedAnswer(reason))
    channel.abort()
  }
}
