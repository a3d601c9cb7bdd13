import Glibc
import RPCCore

/// Ways to one server; what they need (a child, a tunnel) lives as long as this.
struct ServerConnection {
  private let child: ChildProcess?
  private let directory: String?
  /// The socket file to connect to; `nil` for a child that is spoken to over its standard streams.
  private let path: String?
  private let streams: Int32?

  /// Starts what the address needs.
  init(_ address: ServerAddress) async throws {
    switch address {
    case .path(let path): (self.path, child, directory, streams) = (path, nil, nil, nil)
    case .abstract(let name): (path, child, directory, streams) = ("@" + name, nil, nil, nil)
    case .exec(let command):
      var pair: [Int32] = [0, 0]
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0
      else {
        throw InputError(
          status: .unavailable, message: "no pair of sockets: \(String(cString: strerror(errno)))")
      }
      defer { Glibc.close(pair[1]) }
      child = try ChildProcess(["/bin/sh", "-c", "exec \(command)"], streams: pair[1])
      _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
      (path, directory, streams) = (nil, nil, pair[0])
    case .ssh(let host, let remote):
      let directory = try PrivateDirectory.make()
      let local = directory + "/s"
      child = try ChildProcess(
        [
          "ssh", "-N", "-o", "ExitOnForwardFailure=yes", "-o", "StreamLocalBindMask=0177", "-L",
          "\(local):\(remote)", host,
        ],
        streams: nil)
      (path, self.directory, streams) = (local, directory, nil)
      try await waitForTunnel(to: local, host)
    }
  }

  /// A client of its own connection. A child has one connection, which every client shares.
  func clients(_ count: Int, wait: Double) async throws -> [RPCClient] {
    if let streams { return [await RPCClient.onSocket(streams)] }
    var clients: [RPCClient] = []
    for _ in 0..<count { clients.append(try await connect(wait: wait)) }
    return clients
  }

  /// Ends the child and takes its socket file away.
  func close() {
    child?.stop()
    if let directory {
      unlink(directory + "/s")
      rmdir(directory)
    }
  }

  private func connect(wait: Double) async throws -> RPCClient {
    let end = ContinuousClock.now + .seconds(wait)
    while true {
      do {
        return try await RPCClient.connect(to: .path(path ?? ""))
      } catch let error as TransportError
        where [ENOENT, ECONNREFUSED].contains(error.errno) && ContinuousClock.now < end
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// ssh has asked for its password and made the socket file, or has ended.
  private func waitForTunnel(to local: String, _ host: String) async throws {
    while access(local, F_OK) != 0 {
      guard child?.isRunning == true else {
        close()
        throw InputError(status: .unavailable, message: "ssh to \(host) ended before there was a connection")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
