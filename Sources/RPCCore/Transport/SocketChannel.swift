import CLinux
import Glibc

/// A connected socket: read and written without waiting, and waited for by `SocketWaits`.
///
/// It has two descriptors, the socket and, once the peer is slow to read, a duplicate for writing: on Linux both
/// directions of one descriptor share a registration in libdispatch, which leaks and crashes under churn.
///
/// After input has come, the socket is watched for a moment (`Reactor`) before it is waited for. Whether that
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
  private let waits: SocketWaits
  private let input: any InputWait
  /// Made when the socket does not take all at once, which most answers never see.
  private var output: (any OutputWait)?
  /// Descriptors that are not closed yet.
  private var openDescriptors = 1
  private var sink: ((ChannelEvent) -> Void)?
  private var isReading = false
  private var isFinishing = false
  private var isClosed = false
  /// What waits behind the write that is under way.
  private var waiting: [UInt8] = []
  /// What of the write under way is not written yet.
  private var writing = 0
  /// Bytes of the last write, where it failed at once and whole.
  private var refused = 0
  private let hearsOut: Bool
  /// Since when nothing has come.
  private var quietSince: UInt64 = 0
  /// How often watching has lately paid; at 0 the socket is not watched.
  private var watchCredit = 4
  private static let watchCreditMax = 8

  /// Takes over `socket`, which is non-blocking; it is closed when the channel has closed.
  ///
  /// - Parameter hearsOut: whether, when the peer has closed, what it said before is heard before the failure.
  package init(socket: Int32, reactor: Reactor, waits: SocketWaits = .standard, hearsOut: Bool = false) {
    self.hearsOut = hearsOut
    self.socket = socket
    self.reactor = reactor
    self.waits = waits
    input = waits.input(socket, reactor.queue)
  }

  package func open(_ sink: @escaping (ChannelEvent) -> Void) {
    self.sink = sink
    // Keeps the channel until the descriptor is closed.
    input.open { [self] event in handle(event) }
  }

  // MARK: Reading

  package func read() {
    guard !isReading, !isClosed else { return }
    isReading = true
    quietSince = DispatchClock.now
    if watchCredit > 0 { reactor.watch(self) } else { input.arm() }
  }

  /// What to ask the kernel on this socket's behalf; a closed one asks for nothing, poll(2) ignores it.
  var pollRequest: pollfd { pollfd(fd: isClosed ? -1 : socket, events: Int16(POLLIN), revents: 0) }

  /// A turn of the watch in which nothing has come.
  func rest(at now: UInt64) -> Look {
    guard !isClosed else { return .asleep }
    // The clock was read before the sweep, and the watch may have begun since.
    guard now > quietSince, now - quietSince > Self.patienceNanoseconds else { return .quiet }
    watchCredit -= 1
    input.arm()
    return .asleep
  }

  /// A turn of the watch: takes what has come, if anything.
  func look(at now: UInt64) -> Look {
    guard !isClosed else { return .asleep }
    switch receive(after: 0) {
    case .nothing: return rest(at: now)
    case let outcome:
      watchCredit = min(Self.watchCreditMax, watchCredit + 1)
      deliver(outcome)
      return .heard
    }
  }

  private func handle(_ event: InputEvent) {
    switch event {
    case .ready(let first):
      guard !isClosed else { return }
      if DispatchClock.now - quietSince < Self.patienceNanoseconds + Self.nearMissNanoseconds {
        watchCredit = min(Self.watchCreditMax, watchCredit + 1)
      }
      if let first { reactor.input[0] = first }
      switch receive(after: first == nil ? 0 : 1) {
      // Woken for nothing: wait again.
      case .nothing: input.arm()
      case let outcome: deliver(outcome)
      }
    case .ended: deliver(.ended)
    case .failed(let error): deliver(.failed(error))
    case .closed: descriptorClosed()
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

  package var untouchedBytes: Int { refused + waiting.count }

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
        refused = sent == 0 ? bytes.count : 0
        return fail(errno)
      }
    }
  }

  /// Gives away what the socket did not take, to be written when the peer has read.
  private func startWriting(_ bytes: UnsafeRawBufferPointer) {
    writing = bytes.count
    guard let output = output ?? makeOutput() else { return fail(errno) }
    output.write(bytes)
  }

  private func makeOutput() -> (any OutputWait)? {
    let duplicate = clinux_duplicate(socket)
    guard duplicate >= 0 else { return nil }
    openDescriptors += 1
    let output = waits.output(duplicate, reactor.queue)
    output.open { [self] event in
      switch event {
      case .wrote(let left): wrote(left: left)
      case .failed(let error): if !isClosed { fail(error) }
      case .closed: descriptorClosed()
      }
    }
    self.output = output
    return output
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
    if hearsOut, error == EPIPE {
      while case .bytes(let count) = receive(after: 0) {
        sink?(.received(UnsafeRawBufferPointer(rebasing: reactor.input[..<count])))
      }
    }
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
    input.close(drops: drops)
    output?.close(drops: drops)
  }

  private func descriptorClosed() {
    openDescriptors -= 1
    guard openDescriptors == 0 else { return }
    sink?(.closed)
    sink = nil
  }
}
