import ArgumentParser
import Logging
import RPCCore

/// The daemon: configuration → engine → methods → run.
@main
struct ArticleService: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "article-service",
    abstract: "Turns raw Korean news into clean data, over JSON-RPC 2.0 on a Unix socket.",
    discussion: """
      Started by systemd, it takes the sockets that it is passed (rpc, admin). By hand:
      article-service --socket /tmp/article.sock --state-dir /tmp/article
      """,
    version: ServiceVersion.current)

  @OptionGroup var options: ServiceOptions

  func run() async throws {
    options.startLogging()
    do {
      let engine = try ArticleEngine(stateDirectory: try options.stateDirectory())
      var server = RPCServer(
        name: "article-service", version: ServiceVersion.current, logger: Logger(label: "article"))
      server.addArticleMethods(engine)
      try await server.run(on: options.address)
    } catch let error as TransportError {
      throw StartFailure("\(error)")
    } catch let error as StoreError {
      throw StartFailure("opening the index: \(error)")
    }
  }
}

/// Why the service could not start, for whoever started it.
struct StartFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The version that `--version`, `rpc.discover` and `system.health` tell.
enum ServiceVersion {
  static let current = "0.1.0"
}
