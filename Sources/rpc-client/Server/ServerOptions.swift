import ArgumentParser
import Glibc
import RPCCore

/// Where the server is and how long to wait: the options of every subcommand.
struct ServerOptions: ParsableArguments {
  @Option(
    name: [.long, .customShort("s")],
    help: ArgumentHelp(
      "The server: a socket file, unix:PATH, unix:@NAME, exec:COMMAND or ssh:HOST:PATH.", valueName: "address"
    ),
    completion: .file())
  var socket: String?

  @Option(help: "Seconds to wait for an answer; the server is told too.")
  var timeout: Double = 60

  @Option(help: "Seconds to wait until the server can be reached; --wait alone: 60.")
  var wait: Double = 0

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is from 0 to 86400 seconds")
    }
    guard wait >= 0, wait <= 86_400 else { throw ValidationError("--wait is from 0 to 86400 seconds") }
  }

  /// The address as given, by RPC_SOCKET, or where the installed service listens.
  var address: String {
    socket ?? getenv("RPC_SOCKET").map { String(cString: $0) } ?? "/run/article/article.sock"
  }

  /// Calls `body` with a connected client. Errors end the program with their exit status.
  func withClient(errorsAsJSON: Bool = false, _ body: (RPCClient) async throws -> Void) async throws {
    try await withClients(1, errorsAsJSON: errorsAsJSON) { try await body($0[0]) }
  }

  /// Calls `body` with `count` clients, each on a connection of its own where the address allows it.
  func withClients(
    _ count: Int, errorsAsJSON: Bool = false, _ body: ([RPCClient]) async throws -> Void
  ) async throws {
    do {
      let connection = try await ServerConnection(ServerAddress(address))
      defer { connection.close() }
      let clients = try await connection.clients(count, wait: wait)
      // Output into a closed pipe ends this program quietly, as it ends any other filter.
      signal(SIGPIPE, SIG_DFL)
      try await body(clients)
      for client in clients { await client.close() }
    } catch {
      guard let failure = Failure.of(error) else { throw error }
      try failure.end(asJSON: errorsAsJSON)
    }
  }
}
