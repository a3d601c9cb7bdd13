import Logging

/// What stays the same for all calls of a connection.
final class ConnectionInfo: Sendable {
  let number: Int
  let peer: RPCPeer
  let access: RPCAccess
  let logger: Logger

  init(number: Int, peer: RPCPeer, access: RPCAccess, logger: Logger) {
    self.number = number
    self.peer = peer
    self.access = access
    var logger = logger
    logger[metadataKey: "conn"] = "\(number)"
    logger[metadataKey: "peer_uid"] = peer.uid.map { "\($0)" }
    self.logger = logger
  }
}
