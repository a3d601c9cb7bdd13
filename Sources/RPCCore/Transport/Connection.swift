import Dispatch
import Logging

/// What a connection needs of its server. All of it is shared and none of it changes while connections live.
struct ConnectionHost: Sendable {
  let methods: MethodTable
  let limits: RPCLimits
  let budget: CallBudget
  let registry: ConnectionRegistry
  let logger: Logger
}

/// One peer: frames in, calls, answers out. An actor on its own serial queue.
///
/// Calls begin in the order in which they came and end in any order. What a peer may have waiting, running and
/// unread is bounded by `RPCLimits`; at a bound the connection is not read from until there is room again, so
/// that the peer's own writes come to wait.
actor Connection {
  private let executor: QueueExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let number: Int
  private let peer: RPCPeer
  private let access: RPCAccess
  private let host: ConnectionHost
  private let logger: Logger
  private let channel: any ByteChannel
  private let decoder: MessageDecoder

  private var frames: FrameDecoder
  private var calls = CallTable()
  private var batches = BatchTable()
  /// Answers that this turn has made; written together at its end.
  private var outgoing: [UInt8] = []

  /// The peer has ended its stream.
  private var hasInputEnded = false
  /// The stream can't be followed any more.
  private var isBroken = false
  /// The server is about to exit.
  private var isDraining = false
  /// New requests are answered with -32010.
  private var refusesRequests = false
  private var isClosing = false
  private var isTicking = false
  private var lastInput = DispatchTime.now()
  private var lastWrite = DispatchTime.now()

  /// - Parameter makeChannel: makes the peer's channel, whose events come on the queue that it is given.
  init(
    number: Int, peer: RPCPeer, access: RPCAccess, host: ConnectionHost, reactor: DispatchQueue,
    makeChannel: (DispatchQueue) throws -> sending any ByteChannel
  ) rethrows {
    executor = QueueExecutor(label: "rpc.connection", target: reactor)
    self.number = number
    self.peer = peer
    self.access = access
    self.host = host
    var logger = host.logger
    logger[metadataKey: "connection"] = "\(number)"
    self.logger = logger
    decoder = MessageDecoder(limits: host.limits)
    frames = FrameDecoder(limits: host.limits)
    channel = try makeChannel(executor.queue)
  }

  /// Begins to read; by way of the queue, not of a task, so that a busy pool does not keep peers waiting.
  nonisolated func start() {
    executor.queue.async { self.assumeIsolated { $0.open() } }
  }

  private func open() {
    // The channel keeps its connection until it is closed: `closed` is its last event.
    channel.open { event in
      // Nothing is sent: events come on this actor's own queue, as `assumeIsolated` checks.
      nonisolated(unsafe) let event = event
      self.assumeIsolated { $0.handle(event) }
    }
    channel.read()
  }

  // MARK: Channel events

  private func handle(_ event: ChannelEvent) {
    switch event {
    case .received(let bytes):
      lastInput = .now()
      guard !isBroken, !isClosing else { return }
      frames.append(bytes)
      decodeFrames()
    case .readEnded: break
    case .endOfInput:
      hasInputEnded = true
      decodeFrames()
    case .wrote: lastWrite = .now()
    case .failed(let error):
      logger.debug("the peer is lost", metadata: ["errno": "\(error)"])
      abandon()
      return
    case .closed:
      cancelAll()
      host.registry.remove(number: number, peer: peer)
      return
    }
    settle()
  }

  /// The end of every turn: begin what may begin, write what there is, read on or end.
  private func settle() {
    startWaitingCalls()
    if hasUndecodedFrames, !isBacklogged { decodeFrames() }
    flush()
    guard !isClosing else { return }
    let isIdle = calls.isEmpty && !hasUndecodedFrames
    if isIdle, hasInputEnded || isBroken {
      isClosing = true
      channel.finish()
      return
    }
    if !hasInputEnded, !isBroken, !isBacklogged { channel.read() }
    startTicking()
  }

  private var isBacklogged: Bool {
    calls.waiting.count >= host.limits.callsWaitingMax || isUnread
  }

  private var isUnread: Bool { channel.unwrittenBytes + outgoing.count > host.limits.unreadBytesMax }

  /// Frames may be left in the decoder because of a backlog.
  private var hasUndecodedFrames = false

  private func decodeFrames() {
    hasUndecodedFrames = false
    while !isBroken, !isClosing {
      guard !isBacklogged else {
        hasUndecodedFrames = true
        return
      }
      do {
        if let event = try frames.next() {
          accept(event)
        } else if hasInputEnded {
          finishFrames()
          return
        } else {
          return
        }
      } catch {
        breakOff("bad framing: \(error.reason)", at: error.offset)
      }
      startWaitingCalls()
    }
  }

  private func finishFrames() {
    if let last = frames.finish() { accept(last) }
    if frames.isMidFrame { breakOff("the stream ended within a frame", at: nil) }
  }

  /// The stream cannot be followed: say so, answer what was accepted, then close.
  private func breakOff(_ reason: String, at offset: Int?) {
    isBroken = true
    send(.failure(RPCError(.parseError, reason, details: .init(offset: offset))), id: nil)
  }

  private func accept(_ event: FrameDecoder.Event) {
    switch event {
    case .tooLarge(let actual):
      let error = RPCError.tooLarge(
        .requestTooLarge, "the request", limit: host.limits.requestBytesMax, actual: actual)
      send(.failure(error), id: nil)
    case .frame(let frame):
      switch decoder.decode(frame) {
      case .single(let message): accept(message, in: nil)
      case .batch(let messages):
        let batch = batches.begin()
        // All places first: an item that is answered at once must not complete the batch.
        let items = messages.map { batches.addItem(to: batch, isAnswered: $0.isAnswered) }
        for (message, item) in zip(messages, items) { accept(message, in: item) }
        endBatchIfComplete(batch)
      }
    }
  }

  private func accept(_ message: Message, in item: BatchTable.Item?) {
    switch message {
    case .invalid(let error, let id): answer(.failure(error), id: id, in: item)
    case .response(let response):
      answer(
        .failure(.invalidRequest(at: "", "this server asks nothing, so it takes no answers")),
        id: response.id,
        in: item)
    case .request(let request): accept(request, in: item)
    }
  }

  private func accept(_ request: Request, in item: BatchTable.Item?) {
    if request.method == "rpc.cancel" || request.method == "$/cancelRequest" {
      cancel(request)
      if let id = request.id { answer(.success(Array("null".utf8)), id: id, in: item) }
      return
    }
    if let id = request.id, calls.isLive(id) {
      let error = RPCError.invalidRequest(at: "/id", "a request with this id is in flight")
      return answer(.failure(error), id: id, in: item)
    }
    if refusesRequests {
      let error = RPCError(.shuttingDown, "the server is shutting down", retryable: true)
      return answer(.failure(error), id: request.id, in: item)
    }
    calls.enqueue(request, in: item)
  }

  // MARK: Calls

  private func startWaitingCalls() {
    while calls.running < host.limits.callsPerConnectionMax, !isUnread || isClosing, let call = calls.next() {
      start(call)
    }
  }

  private func start(_ call: CallTable.Call) {
    let request = call.request
    let entry: MethodTable.Entry
    do {
      entry = try host.methods.entry(named: request.method)
    } catch {
      return end(call, .failure(error))
    }
    guard entry.access == .everyone || access == .admin else {
      let error = RPCError(
        .forbidden, "\(request.method) is for administrators",
        details: .init(hint: "call it over the admin socket"))
      return end(call, .failure(error))
    }
    if call.isOverdue(at: .now()) { return end(call, .failure(.deadlineExceeded)) }
    let context = context(of: request)
    switch entry.work {
    case .inline(let work): end(call, work(request.params, context))
    case .pooled(let work):
      if let refusal = host.budget.admit(bytes: request.frameBytes) { return end(call, .failure(refusal)) }
      let task = Task {
        let outcome = await work(request.params, context)
        host.budget.release(bytes: request.frameBytes)
        self.finish(call.key, outcome)
      }
      calls.run(call, task: task)
      scheduleDeadline(of: call)
    }
  }

  private func context(of request: Request) -> RPCContext {
    var logger = logger
    logger[metadataKey: "method"] = "\(request.method)"
    logger[metadataKey: "request"] = request.id.map { "\($0)" }
    if let traceparent = request.meta.traceparent { logger[metadataKey: "traceparent"] = "\(traceparent)" }
    return RPCContext(
      peer: peer, requestID: request.id.map { "\($0)" }, access: access, logger: logger)
  }

  /// A pooled call has ended; it was answered before if it was cancelled or overdue.
  private func finish(_ key: Int, _ outcome: MethodTable.Outcome) {
    guard let call = calls.finish(key) else { return settle() }
    answer(outcome, id: call.request.id, in: call.item)
    settle()
  }

  /// Ends a call that does not run.
  private func end(_ call: CallTable.Call, _ outcome: MethodTable.Outcome) {
    calls.release(call)
    answer(outcome, id: call.request.id, in: call.item)
  }

  /// `rpc.cancel {id}`: the call gets its one answer now, and its task ends when it notices.
  private func cancel(_ request: Request) {
    guard let id = request.params?.member("id"), id.isString || id.kind == .number,
      let call = calls.cancel(RequestID(bytes: id.rawBytes))
    else { return }
    answer(.failure(RPCError(.cancelled, "cancelled by the caller")), id: call.request.id, in: call.item)
  }

  private func cancelAll() {
    for call in calls.cancelAll() { batches.drop(call.item) }
  }

  /// Precise for calls whose patience is short; the tick looks after the others, so that a caller that always
  /// asks for a minute does not leave a minute's worth of timers behind.
  private func scheduleDeadline(of call: CallTable.Call) {
    guard let timeoutMs = call.request.meta.timeoutMs, timeoutMs <= 10_000 else { return }
    executor.queue.asyncAfter(deadline: call.deadline ?? .now()) { [weak self] in
      self?.assumeIsolated { $0.endOverdueCalls() }
    }
  }

  private func endOverdueCalls() {
    for call in calls.cancelOverdue(at: .now(), callTimeMax: host.limits.callTimeMax) {
      answer(.failure(.deadlineExceeded), id: call.request.id, in: call.item)
    }
    settle()
  }

  // MARK: Answers

  private func answer(_ outcome: MethodTable.Outcome, id: RequestID?, in item: BatchTable.Item?) {
    if let item {
      let payload = Self.payload(outcome, id: id)
      batches.answer(item, payload, id: id, bytesMax: host.limits.responseBytesMax)
      endBatchIfComplete(item.batch)
    } else if id != nil || Self.isUnasked(outcome) {
      send(outcome, id: id)
    }
  }

  /// A notification is never answered, but what could not be read as a request is.
  private static func isUnasked(_ outcome: MethodTable.Outcome) -> Bool {
    guard case .failure(let error) = outcome else { return false }
    return [.parseError, .invalidRequest, .batchTooLarge, .requestTooLarge].contains(error.code)
  }

  private static func payload(_ outcome: MethodTable.Outcome, id: RequestID?) -> [UInt8] {
    switch outcome {
    case .success(let result): MessageEncoder.response(id: id, result: result)
    case .failure(let error): MessageEncoder.response(id: id, error: error)
    }
  }

  private func endBatchIfComplete(_ batch: Int) {
    guard let answers = batches.takeIfComplete(batch), !answers.isEmpty else { return }
    FrameEncoder.append(MessageEncoder.batch(answers), in: frames.framing ?? .lines, to: &outgoing)
  }

  private func send(_ outcome: MethodTable.Outcome, id: RequestID?) {
    FrameEncoder.append(Self.payload(outcome, id: id), in: frames.framing ?? .lines, to: &outgoing)
  }

  private func flush() {
    guard !outgoing.isEmpty else { return }
    if channel.unwrittenBytes == 0 { lastWrite = .now() }
    channel.write(outgoing)
    outgoing = []
  }

  // MARK: Time

  /// Looks after everything that takes time, as long as there is anything: an idle connection has no timer.
  private func startTicking() {
    let needsTick = !calls.isEmpty || channel.unwrittenBytes > 0 || frames.isMidFrame || isDraining
    guard needsTick, !isTicking, !isClosing else { return }
    isTicking = true
    let interval = DispatchTimeInterval.milliseconds(isDraining ? 20 : 250)
    executor.queue.asyncAfter(deadline: .now() + interval) { [weak self] in
      self?.assumeIsolated { $0.tick() }
    }
  }

  private func tick() {
    isTicking = false
    guard !isClosing || channel.unwrittenBytes > 0 else { return }
    let now = DispatchTime.now()
    // After the peer's half-close only this tells its full close, which the read side cannot see any more.
    if hasInputEnded, channel.isPeerGone { return abandon() }
    if frames.isMidFrame, !isBacklogged, now > lastInput + host.limits.frameTimeMax {
      breakOff("no byte of the frame has come for \(host.limits.frameTimeMax)", at: nil)
    }
    if channel.unwrittenBytes > 0, now > lastWrite + host.limits.writeTimeMax {
      logger.notice("the peer does not read its answers", metadata: ["unread": "\(channel.unwrittenBytes)"])
      return abandon()
    }
    if isDraining, calls.isEmpty, !hasUndecodedFrames, !channel.hasUnreadInput {
      flush()
      isClosing = true
      channel.finish()
      return
    }
    endOverdueCalls()
  }

  /// The peer is gone or given up: nobody waits for the answers.
  private func abandon() {
    isClosing = true
    cancelAll()
    channel.abort()
  }

  // MARK: Shutting down

  /// Answers what has been accepted, then closes. Idle connections close at once.
  func drain() {
    guard !isClosing else { return }
    isDraining = true
    startTicking()
  }

  /// From now on new requests are refused with -32010, which a client may safely retry.
  func refuseRequests() { refusesRequests = true }

  /// The time to drain is over: what still runs is cancelled and answered with -32010.
  func expire() {
    for call in calls.cancelAll() {
      let error = RPCError(.shuttingDown, "the server is shutting down", retryable: true)
      answer(.failure(error), id: call.request.id, in: call.item)
    }
    flush()
    isClosing = true
    channel.finish()
  }
}
