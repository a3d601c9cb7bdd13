import Glibc
import RPCCore

/// A socket whose calls block: for recording and replaying, which have a thread for each.
enum BlockingSocket {
  /// Connects to the socket file.
  static func connect(to path: String) throws -> Int32 {
    let socket = try UnixSocket.connect(to: path)
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK)
    return socket
  }

  /// Sends all of `bytes`; false where the peer is gone.
  static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress! + written, $0.count - written, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}
