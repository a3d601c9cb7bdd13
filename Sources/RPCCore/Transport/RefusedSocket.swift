import Glibc

/// A connection that is not taken: it gets one line and is closed.
enum RefusedSocket {
  /// Never waits: a new socket's buffer is empty, so that one line always fits.
  static func write(_ line: [UInt8], thenClose socket: Int32) {
    _ = line.withUnsafeBytes {
      send(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
    close(socket)
  }
}
