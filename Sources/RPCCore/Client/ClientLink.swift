import Dispatch

/// One connection of a client: requests out, answers in. When it is lost it is gone; `RPCClient` makes another.
actor ClientLink {
  /// All clients of the process share one queue.
  private static let reactor = Reactor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { Self.reactor.executor.asUnownedSerialExecutor() }

  private let channel: any ByteChannel
  private let decoder: MessageDecoder
  private let frames: FrameDecoder
  private let framing: RPCFraming
  private let requestBytesMax: Int
  private var pending = PendingCalls()
  /// Bytes that have been given to the channel.
  private var queuedBytes = 0
  private(set) var isClosed = false
  /// Whether the server has answered anything: before that, an error without an id refuses the connection.
  private var hasHeard = false
  private var deadlineTimer: DispatchTime?
  /// How long a server has to read what is left at the end.
  private static let closingTime = DispatchTimeInterval.seconds(5)

  /// A link on a connected, non-blocking socket, which it takes over.
  init(socket: Int32, options: RPCClientOptions) {
    // A client takes what its server may send.
    var limits = RPCLimits()
    limits.requestBytesMax = options.responseBytesMax
    limits.skippedBytesMax = max(limits.skippedBytesMax, options.responseBytesMax)
    limits.jsonValuesMax = .max
    limits.depthMax = JSONScanner<NoValues>.depthLimit
    framing = options.framing
    decoder = MessageDecoder(limits: limits)
    frames = FrameDecoder(limits: limits)
    channel = SocketChannel(socket: socket, reactor: Self.reactor, hearsOut: true)
    requestBytesMax = options.requestBytesMax
  }

  func start() {
    channel.open { event in
      // Nothing is sent: events come on this actor's own queue, as `assumeIsolated` checks.
      nonisolated(unsafe) let event = event
      self.assumeIsolated { $0.handle(event) }
    }
    channel.read()
  }

  /// Ends the connection when all is written; calls that are under way fail as lost.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    // What is queued is still written, so that it may be carried out.
    pending.failAll(with: RPCClientError.lost)
    channel.finish()
    Self.reactor.queue.asyncAfter(deadline: .now() + Self.closingTime) {
      self.assumeIsolated { $0.channel.abort() }
    }
  }

  var hasUnwrittenBytes: Bool { channel.unwrittenBytes > 0 }
  var hasUntouchedBytes: Bool { channel.untouchedBytes > 0 }

  // MARK: Calling

  /// Sends a request and waits for its answer.
  ///
  /// - Parameter timeout: sent along as the call's deadline; a second later this side gives up too.
  func call(
    _ method: String, _ params: [UInt8]?, timeout: Duration?,
    progress: (@Sendable (RPCProgress) -> Void)?
  ) async throws -> [UInt8] {
    guard !isClosed else { throw RPCClientError.notSent }
    if let params, params.count > requestBytesMax {
      throw RPCError.tooLarge(.requestTooLarge, "the request", limit: requestBytesMax, actual: params.count)
    }
    let key = pending.nextKey()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        var meta: [RPCJSON.Member] = []
        if let timeout { meta.append(.init("timeoutMs", .integer(Self.milliseconds(timeout)))) }
        if progress != nil { meta.append(.init("progressToken", .integer(key))) }
        let frame = frame(
          MessageEncoder.request(
            id: RequestID(key), method: method, params: params, meta: meta.isEmpty ? nil : .object(meta)))
        // The server answers -32001 in time; this is for a server that does not.
        let deadline = timeout.map {
          DispatchTime.now() + DispatchTimeInterval.milliseconds(Self.milliseconds($0) + 1000)
        }
        pending.add(key, sentFrom: queuedBytes, deadline: deadline, progress: progress, continuation)
        write(frame)
        if Task.isCancelled { return cancel(key) }
        if let deadline { scheduleTimeout(at: deadline) }
      }
    } onCancel: {
      Task { await self.cancel(key) }
    }
  }

  func notify(_ method: String, _ params: [UInt8]?) throws {
    guard !isClosed else { throw RPCClientError.notSent }
    write(frame(MessageEncoder.request(id: nil, method: method, params: params)))
  }

  private func frame(_ payload: [UInt8]) -> [UInt8] {
    var frame = JSONText(capacity: payload.count + 32)
    FrameEncoder.append(in: framing, to: &frame) { $0.append(raw: payload) }
    return frame.bytes
  }

  private func write(_ frame: [UInt8]) {
    queuedBytes += frame.count
    frame.withUnsafeBytes { channel.write($0) }
  }

  /// What the wire takes: a millisecond to a day.
  private static func milliseconds(_ duration: Duration) -> Int {
    Int(min(86_400_000, max(1, duration / .milliseconds(1))))
  }

  /// One timer a link, for the earliest time.
  private func scheduleTimeout(at deadline: DispatchTime) {
    if let scheduled = deadlineTimer, scheduled <= deadline { return }
    deadlineTimer = deadline
    Self.reactor.queue.asyncAfter(deadline: deadline) { [weak self] in
      self?.assumeIsolated { $0.giveUp(at: deadline) }
    }
  }

  private func giveUp(at deadline: DispatchTime) {
    guard deadlineTimer == deadline else { return }
    deadlineTimer = nil
    for key in pending.overdue(at: .now()) { pending.fail(key, with: RPCClientError.timedOut) }
    if let next = pending.nextDeadline { scheduleTimeout(at: next) }
  }

  private func cancel(_ key: Int) {
    guard pending.fail(key, with: CancellationError()), !isClosed else { return }
    let params = RPCJSON.object([.init("id", .integer(key))]).bytes
    write(frame(MessageEncoder.request(id: nil, method: "rpc.cancel", params: params)))
  }

  // MARK: Answers

  private func handle(_ event: ChannelEvent) {
    switch event {
    case .received(let bytes):
      decodeFrames(bytes)
      if !isClosed { channel.read() }
    case .endOfInput, .failed:
      lose()
      channel.abort()
    case .wrote, .closed: break
    }
  }

  private func lose() {
    isClosed = true
    pending.loseAll(touchedBytes: queuedBytes - channel.untouchedBytes)
  }

  private func decodeFrames(_ bytes: UnsafeRawBufferPointer) {
    do {
      try frames.decode(bytes) { event in
        switch event {
        case .frame(let frame): accept(decoder.decode(frame))
        case .tooLarge(let actual): fail("an answer of \(actual) bytes")
        case .refused: break
        }
        return !isClosed
      }
    } catch {
      fail(error.reason)
    }
  }

  private func accept(_ content: FrameContent) {
    switch content {
    case .single(let message): accept(message)
    case .batch(let messages): for message in messages { accept(message) }
    }
  }

  private func accept(_ message: Message) {
    switch message {
    case .response(let response): accept(response)
    case .request(let request): if request.method.reads("rpc.progress") { tell(request) }
    case .invalid(let error, _): fail(error.message)
    }
  }

  private func accept(_ response: Response) {
    guard let id = response.id, let key = Int(id.description) else {
      // An error without an id is about the connection, such as a refusal, or about one request whose id could not be
      // read: which one is known only where there is but one.
      guard case .failure(let error) = response.outcome else { return }
      if hasHeard, pending.count > 1 {
        pending.failAll(with: RPCClientError.lost)
      } else {
        pending.failAll(with: error)
      }
      return
    }
    hasHeard = true
    pending.complete(key, response.outcome)
  }

  private func tell(_ request: Request) {
    guard let params = request.params.map(JSONDocument.init(scanned:))?.root,
      let key = params.member("token").flatMap({ $0.kind == .number ? Int($0.literal) : nil }),
      let done = params.member("done").flatMap({ $0.kind == .number ? Int($0.literal) : nil })
    else { return }
    let total = params.member("total").flatMap { $0.kind == .number ? Int($0.literal) : nil }
    let message = params.member("message").flatMap { $0.isString ? $0.string : nil }
    pending.tell(key, RPCProgress(done: done, total: total, message: message))
  }

  private func fail(_ reason: String) {
    isClosed = true
    pending.failAll(with: RPCClientError.malformedAnswer(reason))
    channel.abort()
  }
}
