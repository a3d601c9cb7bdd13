import Dispatch
import Logging
import Synchronization

/// One peer: frames in, calls, answers out. An actor on the reactor's queue.
///
/// Calls begin in the order in which they came and end in any order. What a peer may have waiting, running and
/// unread is bounded by `RPCLimits`; at a bound the connection is not read from until there is room again, so
/// that the peer's own writes come to wait.
///
/// Here is how bytes become messages and answers bytes. `Connection+Calls.swift` has what becomes of the messages,
/// `Connection+Time.swift` what takes too long, and how it ends.
actor Connection {
  nonisolated var unownedExecutor: UnownedSerialExecutor { host.reactor.executor.asUnownedSerialExecutor() }

  let info: ConnectionInfo
  let host: ConnectionHost
  let channel: any ByteChannel
  private(set) var settings: ServerSettings
  var limits: RPCLimits { settings.limits }
  var logger: Logger { info.logger }

  let frames: FrameDecoder
  var calls = CallTable()
  var batches = BatchTable()
  /// Calls that wait, before their next news, until the peer has read some.
  var progressWaiters: [CheckedContinuation<Void, Never>] = []

  /// Answers that this turn has made; written together at its end. The memory is the reactor's, lent for a turn.
  var outgoing = JSONText(capacity: 0)
  /// What `MemoryBudget` knows of this connection.
  private var heldBytes = 0

  /// The peer has ended its stream.
  private(set) var hasInputEnded = false
  /// The stream can't be followed any more.
  private(set) var isBroken = false
  /// The server is about to exit.
  var isDraining = false
  /// New requests are answered with -32010.
  var refusesRequests = false
  /// No more calls are begun and no more is read; what is written already may still be on its way.
  var isClosing = false
  /// What is on its way is given up too.
  var isAbandoned = false
  /// The descriptors are closed; nothing of it may be counted any more.
  private var isGone = false
  var isTicking = false
  /// Which watch for idleness holds; an earlier one's timer is void.
  var idleWatch = 0
  /// Frames are left in the decoder because of a backlog.
  private(set) var hasUndecodedFrames = false
  var lastInput = DispatchTime.now()
  var lastWrite = DispatchTime.now()
  /// When the first byte of the frame came of which more is awaited.
  var frameStart: DispatchTime?
  /// For which deadline a timer runs.
  var deadlineTimer: DispatchTime?

  init(info: ConnectionInfo, host: ConnectionHost, channel: sending any ByteChannel) {
    self.info = info
    self.host = host
    self.channel = channel
    let settings = host.currentSettings
    self.settings = settings
    frames = FrameDecoder(limits: settings.limits)
  }

  /// Lets new settings hold from the next frame and the next call on.
  func apply(_ settings: ServerSettings) {
    self.settings = settings
    frames.apply(settings.limits)
    idleWatch += 1
    scheduleIdleEnd()
  }

  /// Begins to read; by way of the queue, not of a task, so that a busy pool does not keep peers waiting.
  nonisolated func start() {
    host.reactor.queue.async { self.assumeIsolated { $0.open() } }
  }

  private func open() {
    // A reload may have come between this connection's making and its registration, which missed it then.
    let current = host.currentSettings
    if current !== settings { apply(current) }
    // The channel keeps its connection until it is closed: `closed` is its last event.
    channel.open { event in
      // Nothing is sent: events come on this actor's own queue, as `assumeIsolated` checks.
      nonisolated(unsafe) let event = event
      self.assumeIsolated { $0.handle(event) }
    }
    channel.read()
    scheduleIdleEnd()
  }

  // MARK: Channel events

  private func handle(_ event: ChannelEvent) {
    switch event {
    case .received(let bytes):
      lastInput = .now()
      host.metrics?.receivedBytes.increment(by: bytes.count)
      guard !isBroken, !isClosing else { return }
      decodeFrames(bytes)
    case .endOfInput:
      hasInputEnded = true
      if !isBroken, !isClosing { decodeFrames() }
    case .wrote:
      lastWrite = .now()
      bookHeldBytes()
    case .failed(let error):
      logger.debug("the peer is lost", metadata: ["errno": "\(error)"])
      abandon()
      return
    case .closed:
      isClosing = true
      isAbandoned = true
      cancelAll()
      isGone = true
      bookHeldBytes()
      host.registry.remove(number: info.number, peer: info.peer)
      return
    }
    settle()
  }

  /// The end of every turn: begin what may begin, write what there is, read on or end.
  func settle() {
    guard !isClosing else { return flush() }
    startWaitingCalls()
    if hasUndecodedFrames, !isBacklogged { decodeFrames() }
    flush()
    guard !isClosing else { return }
    if !isUnread { resumeProgress() }
    let isIdle = calls.isEmpty && !hasUndecodedFrames
    if isIdle, hasInputEnded || isBroken { return finish() }
    readOn()
    startTicking()
  }

  /// What is left of the last turn comes before more is read, so that what is held stays one read and one frame.
  private func readOn() {
    guard !isBacklogged else { return }
    let mayBegin = calls.waitingCount > 0 && calls.running < limits.callsPerConnectionMax
    if hasUndecodedFrames || mayBegin {
      // Writing has made room, and nothing else will come to tell of it.
      host.reactor.queue.async { self.assumeIsolated { $0.settle() } }
    } else if !hasInputEnded, !isBroken {
      channel.read()
    }
  }

  var isBacklogged: Bool {
    calls.waitingCount >= limits.callsWaitingMax || calls.waitingBytes >= limits.waitingBytesMax || isUnread
  }

  var isUnread: Bool { channel.unwrittenBytes + outgoing.count > limits.unreadBytesMax }

  // MARK: Frames

  /// How this peer's frames are told apart; lines before it is known.
  var framing: RPCFraming { frames.framing ?? .lines }

  /// Decodes what has come, as long as there is room for more calls and more answers.
  private func decodeFrames(_ bytes: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)) {
    var hasFrame = false
    hasUndecodedFrames = false
    // Does not change within the turn: what it makes is written at its end.
    let unwritten = channel.unwrittenBytes
    do {
      try frames.decode(bytes) { event in
        hasFrame = true
        accept(event)
        if calls.waitingCount > 0 { startWaitingCalls() }
        hasUndecodedFrames =
          calls.waitingCount >= settings.limits.callsWaitingMax
          || calls.waitingBytes >= settings.limits.waitingBytesMax
          || unwritten + outgoing.count > settings.limits.unreadBytesMax
        return !hasUndecodedFrames && !isClosing
      }
      if hasInputEnded, !hasUndecodedFrames { finishFrames() }
    } catch {
      breakOff("bad framing: \(error.reason)", at: error.offset)
    }
    noteFrameStart(hasFrame: hasFrame)
    minimiseHeldBytes()
  }

  private func finishFrames() {
    frames.finish { event in
      accept(event)
      return true
    }
    if frames.isMidFrame { breakOff("the stream ended within a frame", at: nil) }
  }

  /// The stream cannot be followed: say so, answer what was accepted, then close.
  func breakOff(_ reason: String, at offset: Int?) {
    isBroken = true
    refuse(RPCError(.parseError, reason, details: .init(offset: offset)))
  }

  private func accept(_ event: FrameDecoder.Event) {
    switch event {
    case .frame(let frame): accept(frame)
    case .refused: refuse(Self.memoryIsShort)
    case .tooLarge(let actual):
      refuse(.tooLarge(.requestTooLarge, "the request", limit: limits.requestBytesMax, actual: actual))
    }
  }

  private func accept(_ frame: UnsafeRawBufferPointer) {
    let text = frame.assumingMemoryBound(to: UInt8.self)
    do {
      let content = try EnvelopeScanner.scan(text, limits: limits)
      if case .single(let envelope) = content,
        answerInline(EnvelopeReader(envelope: envelope, frame: text))
      {
        return
      }
      accept(settings.decoder.content(content, of: text))
    } catch {
      refuse(RPCError(error))
    }
  }

  // MARK: Memory

  private static let memoryIsShort = RPCError.overloaded(
    "the server has no memory for a request of this size now", retryAfterMs: 1000)

  /// What a connection may hold even where the server has no memory to spare.
  private static let heldBytesAllowed = 64 << 10

  /// Tells the budget what this connection holds now: half-sent and waiting requests, answers that wait for the rest
  /// of their batch, and answers that the peer has not read.
  private func bookHeldBytes() {
    let bytes = isGone ? 0 : frames.heldCapacity + calls.waitingBytes + batches.bytes + channel.unwrittenBytes
    guard bytes != heldBytes else { return }
    host.memory.change(by: bytes - heldBytes)
    heldBytes = bytes
  }

  /// Books what is held, and where all together hold too much, gives up what this connection can do without.
  func minimiseHeldBytes() {
    bookHeldBytes()
    guard host.memory.isExceeded, !isAbandoned else { return }
    if frames.heldBytes > Self.heldBytesAllowed, frames.isMidFrame, !hasUndecodedFrames {
      if frames.refuseFrame() { refuse(Self.memoryIsShort) }
    }
    if calls.waitingBytes + batches.bytes > Self.heldBytesAllowed {
      for call in calls.removeAllWaiting() { conclude(call, .failure(Self.memoryIsShort)) }
    }
    if channel.unwrittenBytes > Self.heldBytesAllowed { cutOff("the server has no memory for its answers") }
    bookHeldBytes()
  }

  // MARK: Writing

  /// Answers what was no request of anyone's.
  func refuse(_ error: RPCError) {
    host.metrics?.countFailure(of: nil, error.code)
    logger.debug(
      "refused", metadata: ["error_kind": "\(error.code.kind)", "error_code": "\(error.code.rawValue)"])
    send(error, id: nil)
  }

  /// Appends an answer to this turn's output.
  func send(_ error: RPCError, id: RequestID?) {
    borrowOutput()
    FrameEncoder.append(in: framing, to: &outgoing) { MessageEncoder.append(id: id, error: error, to: &$0) }
  }

  /// Appends a payload to this turn's output.
  func send(payload: [UInt8]) {
    borrowOutput()
    FrameEncoder.append(in: framing, to: &outgoing) { $0.append(raw: payload) }
  }

  /// Output of a turn goes into the reactor's memory, so that a connection needs none of its own between turns.
  func borrowOutput() {
    if outgoing.count == 0 { swap(&outgoing, &host.reactor.output) }
  }

  /// Writes this turn's output.
  func flush() {
    guard outgoing.count > 0 else { return }
    if channel.unwrittenBytes == 0 { lastWrite = .now() }
    host.metrics?.sentBytes.increment(by: outgoing.count)
    outgoing.withBytes { channel.write($0) }
    outgoing.removeAll(keeping: 256 << 10)
    swap(&outgoing, &host.reactor.output)
    bookHeldBytes()
    if channel.unwrittenBytes > limits.unreadBytesCut { cutOff("it leaves too much unread") }
  }

  /// The peer does not read what it has asked for: it is given up, and nobody else waits for it.
  func cutOff(_ reason: String) {
    guard !isAbandoned else { return }
    logger.notice("a peer is cut off: \(reason)", metadata: ["unread_bytes": "\(channel.unwrittenBytes)"])
    abandon()
  }
}
