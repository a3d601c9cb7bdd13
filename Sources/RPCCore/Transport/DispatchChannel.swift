import CLinux
import Dispatch
import Glibc

/// A connected socket on Dispatch I/O.
///
/// The rules it keeps were each paid for; docs/decisions/0002-dispatch-io.md has them with the measurements:
/// - Two descriptors, one read channel on the socket and one write channel on its duplicate. One for both leaks
///   and crashes under churn (swift-corelibs-libdispatch#833).
/// - `lowWater` 1, else a short message is not delivered; `highWater` 64 KiB, else each read allocates 1 MiB.
/// - Bounded reads, re-armed by the owner: `read(length: .max)` has no back-pressure.
/// - `send(2)` first, and Dispatch I/O for what the socket does not take: the handler costs 10 µs.
/// - `shutdown(2)` then `close()`; never `close(2)` but in the cleanup handler; no barriers.
final class DispatchChannel: ByteChannel {
  private static let readBytesMax = 64 << 10
  private static let writeProgressBytes = 256 << 10

  private let queue: DispatchQueue
  private let socket: Int32
  private let reader: DispatchIO
  /// Made when the socket does not take all at once, which most answers never see.
  private var writer: DispatchIO?
  private var sink: ((ChannelEvent) -> Void)?
  private var isReading = false
  private var isWriting = false
  private var isFinishing = false
  private var isClosed = false
  /// Channels whose cleanup handler has not run yet.
  private var openChannels = 1
  /// What waits behind the write that is under way.
  private var waiting: [UInt8] = []
  /// What of the write under way is not written yet.
  private var writing = 0

  /// Takes over `socket`, which is non-blocking; it is closed when the channel has closed.
  init(socket: Int32, queue: DispatchQueue) {
    self.socket = socket
    self.queue = queue
    let cleanup = Cleanup()
    reader = DispatchIO(type: .stream, fileDescriptor: socket, queue: queue) { _ in
      Glibc.close(socket)
      cleanup.run?()
    }
    reader.setLimit(lowWater: 1)
    reader.setLimit(highWater: Self.readBytesMax)
    self.cleanup = cleanup
    // Keeps the channel until both descriptors are closed; `channelClosed` breaks the cycle.
    cleanup.run = { [self] in channelClosed() }
  }

  /// Lets the cleanup handler reach the channel, which is not there yet when the handler is made.
  private final class Cleanup { var run: (() -> Void)? }
  private let cleanup: Cleanup

  func open(_ sink: @escaping (ChannelEvent) -> Void) { self.sink = sink }

  // MARK: Reading

  func read() {
    guard !isReading, !isClosed else { return }
    isReading = true
    reader.read(offset: 0, length: Self.readBytesMax, queue: queue) { [self] done, data, error in
      // Never `data[i]`, which leaks its region (Swift 6.3.1 on Linux).
      data?.enumerateBytes { bytes, _, _ in sink?(.received(UnsafeRawBufferPointer(bytes))) }
      guard done else { return }
      isReading = false
      if error != 0 {
        if !isClosed { sink?(.failed(error)) }
      } else if data?.isEmpty ?? true {
        sink?(.endOfInput)
      } else {
        sink?(.readEnded)
      }
    }
  }

  var hasUnreadInput: Bool { events(POLLIN) & POLLIN != 0 }

  var isPeerGone: Bool { events(0) & (POLLHUP | POLLERR) != 0 }

  private func events(_ wanted: Int32) -> Int32 {
    var descriptor = pollfd(fd: socket, events: Int16(wanted), revents: 0)
    return !isClosed && poll(&descriptor, 1, 0) > 0 ? Int32(descriptor.revents) : 0
  }

  // MARK: Writing

  var unwrittenBytes: Int { writing + waiting.count }

  func write(_ bytes: [UInt8]) {
    guard !isClosed, !bytes.isEmpty else { return }
    guard !isWriting else {
      waiting.append(contentsOf: bytes)
      return
    }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(socket, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        break
      }
    }
    guard sent < bytes.count else { return }
    guard errno == EAGAIN || errno == EWOULDBLOCK else { return fail(errno) }
    startWriting(bytes[sent...])
  }

  /// Gives the rest to Dispatch I/O, which waits until the socket takes it.
  private func startWriting(_ bytes: ArraySlice<UInt8>) {
    guard let writer = writer ?? makeWriter() else { return fail(errno) }
    isWriting = true
    writing = bytes.count
    let data = bytes.withUnsafeBytes { DispatchData(bytes: $0) }
    writer.write(offset: 0, data: data, queue: queue) { [self] done, rest, error in
      writing = rest?.count ?? 0
      if error != 0 {
        if !isClosed { fail(error) }
        return
      }
      guard done else {
        sink?(.wrote)
        return
      }
      isWriting = false
      if !waiting.isEmpty {
        let next = waiting
        waiting = []
        startWriting(next[...])
      }
      sink?(.wrote)
      if isFinishing, unwrittenBytes == 0 { close(flags: []) }
    }
  }

  private func makeWriter() -> DispatchIO? {
    let duplicate = clinux_duplicate(socket)
    guard duplicate >= 0 else { return nil }
    openChannels += 1
    let channel = DispatchIO(type: .stream, fileDescriptor: duplicate, queue: queue) { [cleanup] _ in
      Glibc.close(duplicate)
      cleanup.run?()
    }
    channel.setLimit(lowWater: Self.writeProgressBytes)
    writer = channel
    return channel
  }

  private func fail(_ error: Int32) {
    sink?(.failed(error))
    abort()
  }

  // MARK: Closing

  func finish() {
    isFinishing = true
    if unwrittenBytes == 0 { close(flags: []) }
  }

  func abort() { close(flags: .stop) }

  private func close(flags: DispatchIO.CloseFlags) {
    guard !isClosed else { return }
    isClosed = true
    waiting = []
    writing = 0
    // `close` alone does not end a read that waits for the peer; after `shutdown` the read ends by itself.
    shutdown(socket, Int32(SHUT_RDWR))
    reader.close(flags: flags)
    writer?.close(flags: flags)
  }

  private func channelClosed() {
    openChannels -= 1
    guard openChannels == 0 else { return }
    sink?(.closed)
    sink = nil
    cleanup.run = nil
  }
}
