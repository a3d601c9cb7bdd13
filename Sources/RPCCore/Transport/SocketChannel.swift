import Glibc

/// A connected socket: read and written without waiting, and waited for by a `SocketWait`.
///
/// After input has come, the socket is watched for a moment (`Reactor`) before it is given to the wait. Whether that
/// pays is learned for each peer: who asks a hundred times a second is not watched, who waits for each answer is.
package final class SocketChannel: ByteChannel {
  /// How long a socket is watched. The answer to an answer comes within it where the peer has a core of its own.
  static let patienceNanoseconds: UInt64 = 25_000
  /// A wake-up this soon after the watch ended says that watching longer would have paid.
  static let nearMissNanoseconds: UInt64 = 100_000

  /// What a look at a watched socket found.
  enum Look {
    case heard, quiet, asleep
  }

  private let socket: Int32
  private let reactor: Reactor
  private let wait: any SocketWait
  private var sink: ((ChannelEvent) -> Void)?
  private var isReading = false
  private var isFinishing = false
  private var isClosed = false
  /// What waits behind the write that is under way.
  private var waiting: [UInt8] = []
  /// What of the write under way is not written yet.
  private var writing = 0
  /// Since when nothing has come.
  private var quietSince: UInt64 = 0
  /// How often watching has lately paid; at 0 the socket is not watched.
  private var watchCredit = 4
  private static let watchCreditMax = 8

  /// Takes over `socket`, which is non-blocking; it is closed when the channel has closed.
  package init(socket: Int32, reactor: Reactor, waitingBy wait: (Int32, Reactor) -> any SocketWait) {
    self.socket = socket
    self.reactor = reactor
    self.wait = wait(socket, reactor)
  }

  package func open(_ sink: @escaping (ChannelEvent) -> Void) {
    self.sink = sink
    // Keeps the channel until the descriptors are closed.
    wait.open { [self] event in handle(event) }
  }

  // MARK: Reading

  package func read() {
    guard !isReading, !isClosed else { return }
    isReading = true
    quietSince = DispatchClock.now
    if watchCredit > 0 { reactor.watch(self) } else { wait.awaitInput() }
  }

  /// A turn of the watch.
  func look(at now: UInt64) -> Look {
    guard !isClosed else { return .asleep }
    switch receive(after: 0) {
    case .nothing:
      // The clock was read before the sweep, and the watch may have begun since.
      guard now > quietSince, now - quietSince > Self.patienceNanoseconds else { return .quiet }
      watchCredit -= 1
      wait.awaitInput()
      return .asleep
    case let outcome:
      watchCredit = min(Self.watchCreditMax, watchCredit + 1)
      deliver(outcome)
      return .heard
    }
  }

  private func handle(_ event: SocketWaitEvent) {
    switch event {
    case .input(let first):
      guard !isClosed else { return }
      if DispatchClock.now - quietSince < Self.patienceNanoseconds + Self.nearMissNanoseconds {
        watchCredit = min(Self.watchCreditMax, watchCredit + 1)
      }
      if let first { reactor.input[0] = first }
      switch receive(after: first == nil ? 0 : 1) {
      // Woken for nothing: wait again.
      case .nothing: wait.awaitInput()
      case let outcome: deliver(outcome)
      }
    case .endOfInput: deliver(.ended)
    case .inputFailed(let error): deliver(.failed(error))
    case .wrote(let left): wrote(left: left)
    case .outputFailed(let error): if !isClosed { fail(error) }
    case .closed:
      sink?(.closed)
      sink = nil
    }
  }

  private enum Received {
    case bytes(Int)
    case nothing, ended
    case failed(Int32)
  }

  /// Takes what has arrived into the reactor's buffer, behind `count` bytes that are there.
  private func receive(after count: Int) -> Received {
    let buffer = reactor.input
    while true {
      let received = recv(socket, buffer.baseAddress! + count, buffer.count - count, Int32(MSG_DONTWAIT))
      if received > 0 { return .bytes(count + received) }
      // The byte that woke us comes first; the end, or the failure, is met by the next read.
      if count > 0 { return .bytes(count) }
      if received == 0 { return .ended }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .nothing
      default: return .failed(errno)
      }
    }
  }

  private func deliver(_ received: Received) {
    isReading = false
    guard !isClosed else { return }
    switch received {
    case .bytes(let count): sink?(.received(UnsafeRawBufferPointer(rebasing: reactor.input[..<count])))
    case .ended: sink?(.endOfInput)
    case .failed(let error): sink?(.failed(error))
    case .nothing: break
    }
  }

  package var hasUnreadInput: Bool { events(POLLIN) & POLLIN != 0 }

  package var isPeerGone: Bool { events(0) & (POLLHUP | POLLERR) != 0 }

  private func events(_ wanted: Int32) -> Int32 {
    var descriptor = pollfd(fd: socket, events: Int16(wanted), revents: 0)
    return !isClosed && poll(&descriptor, 1, 0) > 0 ? Int32(descriptor.revents) : 0
  }

  // MARK: Writing

  package var unwrittenBytes: Int { writing + waiting.count }

  package func write(_ bytes: UnsafeRawBufferPointer) {
    guard !isClosed, !bytes.isEmpty else { return }
    guard writing == 0 else {
      waiting.append(contentsOf: bytes)
      return
    }
    var sent = 0
    while sent < bytes.count {
      let count = send(
        socket, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        return startWriting(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
      } else if errno != EINTR {
        // What was not sent shows in `unwrittenBytes` while the owner hears of it.
        writing = bytes.count - sent
        return fail(errno)
      }
    }
  }

  /// Gives what the socket did not take to the wait, which writes it when the peer has read.
  private func startWriting(_ bytes: UnsafeRawBufferPointer) {
    writing = bytes.count
    if let error = wait.write(bytes) { fail(error) }
  }

  private func wrote(left: Int) {
    guard !isClosed else { return }
    writing = left
    if left == 0, !waiting.isEmpty {
      let next = waiting
      waiting = []
      next.withUnsafeBytes(startWriting)
    }
    sink?(.wrote)
    if isFinishing, unwrittenBytes == 0 { close(drops: false) }
  }

  private func fail(_ error: Int32) {
    sink?(.failed(error))
    abort()
  }

  // MARK: Closing

  package func finish() {
    isFinishing = true
    if unwrittenBytes == 0 { close(drops: false) }
  }

  package func abort() { close(drops: true) }

  private func close(drops: Bool) {
    guard !isClosed else { return }
    isClosed = true
    waiting = []
    writing = 0
    // Closing alone does not end a read that waits for the peer; after `shutdown` the read ends by itself.
    shutdown(socket, Int32(SHUT_RDWR))
    wait.close(drops: drops)
  }
}
