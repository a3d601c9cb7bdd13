import ArgumentParser
import Glibc
import RPCCore

/// Calls the methods of any JSON-RPC 2.0 server on a Unix socket.
@main
struct RPCClientTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-client",
    abstract: "Calls the methods of a JSON-RPC 2.0 server on a Unix socket.",
    discussion: """
      The server is found by --socket, by RPC_SOCKET, or at /run/article/article.sock.

      Exit status: 0 answered, 1 answered with an error, 64 wrong usage, 66 no such input, 69 no server, \
      75 try again later, 76 the connection was lost or the answer malformed.
      """,
    subcommands: [Call.self, List.self, Describe.self])
}

/// Where the server is and how long to wait: the options of every subcommand.
struct ServerOptions: ParsableArguments {
  @Option(help: "The server's socket file.")
  var socket: String?

  @Option(help: "Seconds to wait for an answer; the server is told too.")
  var timeout: Double = 60

  @Option(help: "Seconds to wait until the server can be reached.")
  var wait: Double = 0

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is from 0 to 86400 seconds")
    }
    guard wait >= 0, wait <= 86_400 else { throw ValidationError("--wait is from 0 to 86400 seconds") }
  }

  var path: String {
    socket ?? getenv("RPC_SOCKET").map { String(cString: $0) } ?? "/run/article/article.sock"
  }

  /// Calls `body` with a connected client. Errors end the program with their exit status.
  func withClient(_ body: (RPCClient) async throws -> Void) async throws {
    // Output into a closed pipe ends this program quietly, as it ends any other filter.
    do {
      let client = try await connect()
      signal(SIGPIPE, SIG_DFL)
      try await body(client)
      await client.close()
    } catch {
      try ExitStatus.end(with: error)
    }
  }

  private func connect() async throws -> RPCClient {
    let end = ContinuousClock.now + .seconds(wait)
    while true {
      do {
        return try await RPCClient.connect(to: .path(path))
      } catch let error as TransportError
        where [ENOENT, ECONNREFUSED].contains(error.errno) && ContinuousClock.now < end
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
