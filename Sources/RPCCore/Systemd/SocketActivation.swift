import CLinux
import CSystemd
import Glibc

/// The sockets that systemd passed to this process: sd_listen_fds_with_names(3).
enum SocketActivation {
  struct PassedSocket: Equatable {
    let descriptor: Int32
    /// The socket unit's `FileDescriptorName=`; decides what its peers may call.
    let name: String
  }

  /// Takes the listening Unix sockets over and clears the environment, so that children do not take them too.
  ///
  /// - Throws: when a passed descriptor is not a listening Unix stream socket: a unit file is wrong.
  static func takeSockets() throws(TransportError) -> [PassedSocket] {
    var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = sd_listen_fds_with_names(1, &names)
    guard count >= 0 else { throw TransportError("taking sockets from systemd", errno: -count) }
    defer {
      for index in 0..<Int(count) { free(names?[index]) }
      free(names)
    }
    var sockets: [PassedSocket] = []
    for index in 0..<count {
      let descriptor = SD_LISTEN_FDS_START + index
      let name = names?[Int(index)].map { String(cString: $0) } ?? "unknown"
      guard sd_is_socket(descriptor, AF_UNIX, clinux_stream_type(), 1) > 0 else {
        throw TransportError(
          "taking the socket \(name) from systemd", reason: "it is not a listening Unix stream socket")
      }
      sockets.append(PassedSocket(descriptor: descriptor, name: name))
    }
    return sockets
  }
}
