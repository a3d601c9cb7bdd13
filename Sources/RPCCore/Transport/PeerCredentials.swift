import CLinux

/// Who is at the other end of a socket: what the kernel noted at `connect` (unix(7), SO_PEERCRED).
public struct RPCPeer: Sendable, Equatable {
  /// User and group of the process that connected; `nil` where the transport knows none.
  public let uid: UInt32?, gid: UInt32?
  /// The process that connected; it may have ended, or passed its socket on.
  public let pid: Int32?

  /// The peer of a connected Unix socket.
  init(socket: Int32) {
    var uid: UInt32 = 0
    var gid: UInt32 = 0
    var pid: Int32 = 0
    let isKnown = clinux_peer_credentials(socket, &uid, &gid, &pid) == 0
    self.uid = isKnown ? uid : nil
    self.gid = isKnown ? gid : nil
    self.pid = isKnown ? pid : nil
  }

  /// The process that started this one with pipes: no credentials, but whoever starts us owns us.
  static let starter = RPCPeer()

  private init() {
    uid = nil
    gid = nil
    pid = nil
  }
}
