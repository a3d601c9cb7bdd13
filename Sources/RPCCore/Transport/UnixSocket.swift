import CLinux
import Glibc

/// Socket files: making one to listen on, and connecting to one.
package enum UnixSocket {
  /// Bytes that fit into `sun_path` with its terminator (unix(7)).
  static let pathBytesMax = 107

  /// Calls `body` with the address of `path`.
  private static func withAddress<R>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) throws(TransportError) -> R {
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= pathBytesMax, !bytes.contains(0) else {
      throw TransportError("using the socket path \(path)", reason: "a path has 1 to \(pathBytesMax) bytes")
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// The same for a peer, whose name may be abstract ("@name"): such a one begins with a null byte and ends with the address.
  private static func withPeerAddress<R>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) throws(TransportError) -> R {
    guard path.utf8.first == UInt8(ascii: "@") else { return try withAddress(path, body) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
    return try withAddress(path) { address, _ in
      var abstract = UnsafeRawPointer(address).load(as: sockaddr_un.self)
      abstract.sun_path.0 = 0
      return withUnsafePointer(to: &abstract) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
      }
    }
  }

  /// A blocking stream socket that children don't inherit.
  private static func make() throws(TransportError) -> Int32 {
    let socket = clinux_stream_socket()
    guard socket >= 0 else { throw TransportError("making a socket", errno: errno) }
    return socket
  }

  /// A non-blocking socket connected to the socket file at `path`.
  package static func connect(to path: String) throws(TransportError) -> Int32 {
    // Blocking until connected: a full backlog then waits instead of failing with EAGAIN.
    let socket = try make()
    // A server that hangs with a full backlog is not waited for without end.
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let result = try withPeerAddress(path) { Glibc.connect(socket, $0, $1) == 0 ? 0 : errno }
    guard result == 0 else {
      close(socket)
      throw TransportError("connecting to \(path)", errno: result)
    }
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    return socket
  }

  /// A listening socket file that its owner and group may use (0660). A stale file is replaced, a live one refused.
  package static func listen(at path: String, backlog: Int32 = 1024) throws(TransportError) -> Int32 {
    guard path.utf8.first != UInt8(ascii: "@") else {
      throw TransportError("binding \(path)", reason: "a server listens on a file, not on an abstract name")
    }
    try removeStale(path)
    let socket = try make()
    // umask around bind: a chmod after it would leave a moment in which anyone could connect.
    let mask = umask(0o117)
    let result = try withAddress(path) { bind(socket, $0, $1) == 0 ? 0 : errno }
    umask(mask)
    guard result == 0 else {
      close(socket)
      throw TransportError("binding \(path)", errno: result)
    }
    guard Glibc.listen(socket, backlog) == 0 else {
      let error = errno
      close(socket)
      unlink(path)
      throw TransportError("listening on \(path)", errno: error)
    }
    return socket
  }

  /// Which file stands at `path`, to tell it from one that is put there later.
  static func identity(of path: String) -> FileIdentity? {
    var status = stat()
    return lstat(path, &status) == 0 ? FileIdentity(device: status.st_dev, file: status.st_ino) : nil
  }

  struct FileIdentity: Equatable {
    let device: dev_t
    let file: ino_t
  }

  private static func removeStale(_ path: String) throws(TransportError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw TransportError("binding \(path)", reason: "the file exists and is not a socket")
    }
    do {
      close(try connect(to: path))
    } catch {
      guard error.errno == ECONNREFUSED else { throw error }
      unlink(path)
      return
    }
    throw TransportError("binding \(path)", reason: "another server is listening there")
  }
}
