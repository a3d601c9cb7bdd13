import ArgumentParser
import Glibc
import RPCCore
import UnixSignals

/// `rpc-client record FILE [-- COMMAND…]`.
struct Record: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes down what goes over a socket, to be replayed.",
    discussion: """
      rpc-client record capture.ndjson -- ./my-program --its-options
      rpc-client record capture.ndjson --listen /tmp/recorded.sock

      It listens on a socket of its own and passes everything on to the server. The command finds that socket in
      RPC_SOCKET; the recording ends with it, and with its exit status. Without a command it ends with --calls, or
      when it is interrupted.
      """)

  @OptionGroup var server: ServerOptions

  @Argument(help: "The file to write: a line of JSON for each frame.", completion: .file())
  var file: String

  @Argument(parsing: .postTerminator, help: "A command to run, behind --.")
  var command: [String] = []

  @Option(help: "The socket file to listen on.", completion: .file())
  var listen: String?

  @Option(help: "End after so many answers.")
  var calls: Int?

  func validate() throws {
    guard listen != nil || !command.isEmpty else {
      throw ValidationError("record needs a command behind --, or --listen with a socket file")
    }
    guard calls.map({ $0 > 0 }) ?? true else { throw ValidationError("--calls is at least 1") }
  }

  func run() async throws {
    do {
      try await record()
    } catch {
      guard let failure = Failure.of(error) else { throw error }
      try failure.end(asJSON: false)
    }
  }

  private func record() async throws {
    guard case .path(let path) = try ServerAddress(server.address) else {
      throw InputError.usage("record reaches its server by a socket file")
    }
    let output = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw InputError.usage("\(file): \(String(cString: strerror(errno)))") }
    let directory = listen == nil ? try PrivateDirectory.make() : nil
    let socket = listen ?? (directory ?? "") + "/s"
    let listener = try UnixSocket.listen(at: socket)
    defer {
      unlink(socket)
      if let directory { rmdir(directory) }
    }
    // Before anything runs: an interruption in between is not lost.
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let (enough, enoughCame) = AsyncStream<Void>.makeStream()
    let proxy = RecordingProxy(
      serverPath: path, output: output, answersMax: calls ?? .max, onEnough: { enoughCame.yield() })
    proxy.accept(on: listener)
    let status = command.isEmpty ? nil : try await runCommand(socket)
    if command.isEmpty { await Self.first(of: signals, enough) }
    Terminal.writeError("rpc-client: \(proxy.answers) answers recorded in \(file)")
    if let problem = proxy.problem { Terminal.writeError("rpc-client: \(problem)") }
    if let status, status != 0 { throw ExitCode(status) }
  }

  private static func first(of signals: UnixSignalsSequence, _ enough: AsyncStream<Void>) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in signals { return } }
      group.addTask { for await _ in enough { return } }
      await group.next()
      group.cancelAll()
    }
  }

  /// Runs the command with the proxy's socket in RPC_SOCKET; its exit status.
  private func runCommand(_ socket: String) async throws -> Int32 {
    setenv("RPC_SOCKET", socket, 1)
    let child = try ChildProcess(command, streams: nil, isForeground: true)
    return await withCheckedContinuation { continuation in
      if !BlockingThread.start({ continuation.resume(returning: child.wait()) }) {
        continuation.resume(returning: child.wait())
      }
    }
  }
}
