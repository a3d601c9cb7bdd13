import Dispatch
import Glibc

/// One connection of a client: requests out, answers in. When it is lost it is gone; `RPCClient` makes another.
actor ClientLink {
  /// All clients of the process share one queue.
  private static let reactor = Reactor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { Self.reactor.executor.asUnownedSerialExecutor() }

  private let channel: any ByteChannel
  private let decoder: MessageDecoder
  private let frames: FrameDecoder
  private let framing: RPCFraming
  private var pending = PendingCalls()
  /// Bytes that have been given to the channel.
  private var queuedBytes = 0
  private(set) var isClosed = false

  /// A link on a connected, non-blocking socket, which it takes over.
  init(socket: Int32, options: RPCClientOptions) {
    // A client takes what its server may send.
    var limits = RPCLimits()
    limits.requestBytesMax = options.answerBytesMax
    limits.skippedBytesMax = max(limits.skippedBytesMax, options.answerBytesMax)
    limits.jsonValuesMax = .max
    limits.depthMax = JSONScanner<NoValues>.depthLimit
    framing = options.framing
    decoder = MessageDecoder(limits: limits)
    frames = FrameDecoder(limits: limits)
    channel = SocketChannel(socket: socket, reactor: Self.reactor)
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
    lose()
    channel.finish()
  }

  var hasUnwrittenBytes: Bool { channel.unwrittenBytes > 0 }

  // MARK: Calling

  /// Sends a request and waits for its answer.
  ///
  /// - Parameter timeout: sent along as the call's deadline; a second later this side gives up too.
  func call(
    _ method: String, _ params: [UInt8]?, timeout: Duration?,
    progress: (@Sendable (RPCProgress) -> Void)?
  ) async throws -> [UInt8] {
    guard !isClosed else { throw RPCClientError.notSent }
    let key = pending.nextKey()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        var meta: [RPCJSON.Member] = []
        if let timeout { meta.append(.init("timeoutMs", .integer(max(1, Int(timeout / .milliseconds(1)))))) }
        if progress != nil { meta.append(.init("progressToken", .integer(key))) }
        let frame = frame(
          MessageEncoder.request(
            id: RequestID(key), method: method, params: params, meta: meta.isEmpty ? nil : .object(meta)))
        pending.add(key, sentAt: queuedBytes + frame.count, progress: progress, continuation)
        write(frame)
        if Task.isCancelled { return cancel(key) }
        if let timeout { scheduleTimeout(of: key, timeout) }
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

  /// The server answers -32001 in time; this is for a server that does not.
  private func scheduleTimeout(of key: Int, _ timeout: Duration) {
    let giveUp = DispatchTime.now() + (timeout + Duration.seconds(1))
    Self.reactor.queue.asyncAfter(deadline: giveUp) { [weak self] in
      self?.assumeIsolated { _ = $0.pending.fail(key, with: RPCClientError.timedOut(timeout)) }
    }
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
    pending.loseAll(sentBytes: queuedBytes - channel.unwrittenBytes)
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
      // An error without an id is about the connection, such as a refusal: every call of it fails with it.
      if case .failure(let error) = response.outcome { pending.failAll(with: error) }
      return
    }
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
