import CLinux
import Dispatch
import Glibc

/// A blocking Unix stream socket that sends and receives bytes just as it is told: what `nc -U` would do.
///
/// Every read gives up after a minute, so that a lost answer fails a test instead of hanging it.
///
/// It blocks on a thread of its own: on Swift's pool, which is as wide as the machine, it would keep the server
/// under test from working.
public actor RawSocket {
  private let executor = BlockingExecutor()
  /// The socket's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The connected descriptor.
  public nonisolated let descriptor: Int32
  private var isClosed = false

  /// Takes over a connected descriptor.
  public init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Connects to a socket file, waiting up to a while until it is there.
  public static func connect(to path: String) -> RawSocket? {
    for _ in 0..<1000 {
      let descriptor = clinux_stream_socket()
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if result == 0 { return RawSocket(descriptor) }
      Glibc.close(descriptor)
      usleep(10_000)
    }
    return nil
  }

  /// Two connected sockets: one for a test, the other's bare descriptor for who is tested.
  public static func pair() -> (RawSocket, other: Int32) {
    var descriptors: [Int32] = [0, 0]
    precondition(socketpair(AF_UNIX, clinux_stream_type(), 0, &descriptors) == 0, "socketpair failed")
    _ = fcntl(descriptors[1], F_SETFL, O_NONBLOCK)
    return (RawSocket(descriptors[0]), descriptors[1])
  }

  deinit { if !isClosed { Glibc.close(descriptor) } }

  /// Closes both directions.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    Glibc.close(descriptor)
  }

  /// Ends the stream to the peer; reading goes on.
  public func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Sends all bytes; false when the peer has gone.
  @discardableResult
  public func send(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends a text.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// What has been read behind the last line, from `unreadStart` on.
  private var unread: [UInt8] = []
  private var unreadStart = 0

  /// The next bytes, or none at the end of the stream.
  public func receive() -> [UInt8] {
    if unreadStart < unread.count {
      defer { (unread, unreadStart) = ([], 0) }
      return Array(unread[unreadStart...])
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// The next line without its line feed; `nil` at the end of the stream or after a minute.
  public func receiveLine() -> String? {
    var line: [UInt8] = []
    while true {
      if unreadStart == unread.count {
        (unread, unreadStart) = (receive(), 0)
        guard !unread.isEmpty else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      }
      let end = lineEnd()
      line.append(contentsOf: unread[unreadStart..<(end ?? unread.count)])
      unreadStart = end.map { $0 + 1 } ?? unread.count
      if end != nil { return String(decoding: line, as: UTF8.self) }
    }
  }

  /// By memchr(3): a loop of ours takes most of the time of a test in a debug build.
  private func lineEnd() -> Int? {
    unread.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = memchr(base + unreadStart, Int32(UInt8(ascii: "\n")), bytes.count - unreadStart)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Everything up to the end of the stream.
  public func receiveAll() -> String {
    var all: [UInt8] = []
    while true {
      let bytes = receive()
      guard !bytes.isEmpty else { return String(decoding: all, as: UTF8.self) }
      all.append(contentsOf: bytes)
    }
  }
}
