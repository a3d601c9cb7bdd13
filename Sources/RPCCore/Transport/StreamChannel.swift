import CLinux
import Dispatch
import Glibc

/// A pair of pipes, or a terminal, read and written by a thread each.
///
/// Not on Dispatch I/O: that sets O_NONBLOCK on the open file description, which other processes share, and a
/// terminal would stay non-blocking after us.
///
/// `@unchecked Sendable`: the two threads touch only the descriptors, which never change, and pass what they
/// have done to `queue`; every `var` is read and written on `queue` alone, as `ByteChannel` asks of its owner.
final class StreamChannel: ByteChannel, @unchecked Sendable {
  private static let readBytesMax = 64 << 10

  private let input: Int32
  private let output: Int32
  private let queue: DispatchQueue
  private let readThread = DispatchQueue(label: "rpc.stream.read")
  private let writeThread = DispatchQueue(label: "rpc.stream.write")
  private var sink: ((ChannelEvent) -> Void)?
  private var isReading = false
  private var isFinishing = false
  private var isClosed = false
  private(set) var unwrittenBytes = 0

  /// Takes over both descriptors.
  init(input: Int32, output: Int32, queue: DispatchQueue) {
    self.input = input
    self.output = output
    self.queue = queue
  }

  /// Takes standard input and output away from the rest of the process: stray prints go to standard error and
  /// cannot get between the frames, and stray reads find an end of file.
  static func takingStandardStreams(queue: DispatchQueue) throws(TransportError) -> StreamChannel {
    let input = clinux_duplicate(STDIN_FILENO)
    let output = clinux_duplicate(STDOUT_FILENO)
    let null = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard input >= 0, output >= 0, null >= 0, dup2(null, STDIN_FILENO) >= 0,
      dup2(STDERR_FILENO, STDOUT_FILENO) >= 0
    else { throw TransportError("taking the standard streams", errno: errno) }
    Glibc.close(null)
    return StreamChannel(input: input, output: output, queue: queue)
  }

  func open(_ sink: @escaping (ChannelEvent) -> Void) { self.sink = sink }

  func read() {
    guard !isReading, !isClosed else { return }
    isReading = true
    readThread.async { [self] in
      var bytes = [UInt8](repeating: 0, count: Self.readBytesMax)
      var count = Glibc.read(input, &bytes, bytes.count)
      while count < 0, errno == EINTR { count = Glibc.read(input, &bytes, bytes.count) }
      let result = count
      let error = errno
      queue.async { [bytes] in self.didRead(bytes, count: result, error: error) }
    }
  }

  private func didRead(_ bytes: [UInt8], count: Int, error: Int32) {
    isReading = false
    guard !isClosed else { return }
    switch count {
    case 0: sink?(.endOfInput)
    case ..<0: sink?(.failed(error))
    default:
      bytes.withUnsafeBytes { sink?(.received(UnsafeRawBufferPointer(rebasing: $0[..<count]))) }
    }
  }

  var hasUnreadInput: Bool {
    var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return !isClosed && poll(&descriptor, 1, 0) > 0 && Int32(descriptor.revents) & POLLIN != 0
  }

  /// A pipe that nobody reads any more.
  var isPeerGone: Bool {
    var descriptor = pollfd(fd: output, events: 0, revents: 0)
    return !isClosed && poll(&descriptor, 1, 0) > 0 && Int32(descriptor.revents) & (POLLERR | POLLNVAL) != 0
  }

  func write(_ lent: UnsafeRawBufferPointer) {
    guard !isClosed, !lent.isEmpty else { return }
    let bytes = Array(lent)
    unwrittenBytes += bytes.count
    writeThread.async { [self] in
      let error = Self.writeAll(bytes, to: output)
      queue.async { self.didWrite(bytes.count, error: error) }
    }
  }

  private static func writeAll(_ bytes: [UInt8], to output: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress! + written, $0.count - written) }
      if count >= 0 { written += count } else if errno != EINTR { return errno }
    }
    return 0
  }

  private func didWrite(_ count: Int, error: Int32) {
    unwrittenBytes -= count
    guard !isClosed else { return }
    if error != 0 {
      sink?(.failed(error))
      abort()
    } else {
      sink?(.wrote)
      if isFinishing, unwrittenBytes == 0 { abort() }
    }
  }

  /// A thread of its own writes; what it has begun is not known here.
  var untouchedBytes: Int { 0 }

  func finish() {
    isFinishing = true
    if unwrittenBytes == 0 { abort() }
  }

  func abort() {
    guard !isClosed else { return }
    isClosed = true
    // The input is left open: a thread may sit in read(2) on it, and the process ends with its streams. The output is
    // closed behind what is queued, or another file could get its number and the rest.
    writeThread.async { [output] in Glibc.close(output) }
    queue.async { [self] in
      sink?(.closed)
      sink = nil
    }
  }
}
