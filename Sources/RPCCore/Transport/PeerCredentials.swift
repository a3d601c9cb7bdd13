import CLinux

/// Who is at the other end of a socket: what the kernel noted at `connect` (unix(7), SO_PEERCRED).
public struct RPCPeer: Sendable, Equatable {
  /// User and group of the process that connected; `nil` where the transport knows none.
  public let uid: UInt32?, gid: UInt32?
  /// The process that connected; it may have ended, or passed its socket on.
  public let pid: Int32?
  /// The groups of the process that connected: its own, and those of socket(7), SO_PEERGROUPS.
  public let groups: [UInt32]

  /// The peer of a connected Unix socket.
  init(socket: Int32) {
    var uid: UInt32 = 0
    var gid: UInt32 = 0
    var pid: Int32 = 0
    let isKnown = clinux_peer_credentials(socket, &uid, &gid, &pid) == 0
    self.uid = isKnown ? uid : nil
    self.gid = isKnown ? gid : nil
    self.pid = isKnown ? pid : nil
    groups = isKnown ? [gid] + Self.supplementaryGroups(of: socket) : []
  }

  /// The process that started this one with pipes: no credentials, but whoever starts us owns us.
  static let starter = RPCPeer()

  private init() {
    uid = nil
    gid = nil
    pid = nil
    groups = []
  }

  private static func supplementaryGroups(of socket: Int32) -> [UInt32] {
    // NGROUPS_MAX of Linux is 65,536; who is in more than these is refused by their group, not let in.
    var groups = [UInt32](repeating: 0, count: 1024)
    let count = clinux_peer_groups(socket, &groups, groups.count)
    return count > 0 ? Array(groups[..<Int(count)]) : []
  }
}
