import ArgumentParser
import ArticleIndex
import ArticleText
import Glibc
import Logging
import RPCCore

/// Configuration → engine → methods → run.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve; this is what it does without a subcommand.")

  @OptionGroup var options: ServiceOptions

  @Flag(help: "Speak over standard input and output, for one client that starts the service itself.")
  var stdio = false

  func validate() throws {
    guard !stdio || options.socket == nil else {
      throw ValidationError("--stdio and --socket exclude each other")
    }
  }

  func run() async throws {
    // Asked first: whoever takes the sockets over clears the variable.
    let isActivated = getenv("LISTEN_FDS") != nil
    do {
      try await serve()
    } catch {
      // The connection that started the service still waits in the socket, and would start it again at once.
      if isActivated { try? await Task.sleep(for: Self.pauseAfterFailure) }
      switch error {
      case let error as ConfigurationError: throw error.exit
      case let error as TransportError: throw StartFailure("\(error)")
      case let error as IndexError: throw StartFailure("opening the index: \(error)")
      default: throw error
      }
    }
  }

  private static let pauseAfterFailure = Duration.seconds(2)

  private func serve() async throws {
    HeapArenas.limit()
    let sources = options.sources
    let loaded = try sources.load()
    let configuration = loaded.configuration
    // Before anything is made on disk for a service that nobody can reach.
    guard stdio || configuration.socket != nil || getenv("LISTEN_FDS") != nil else {
      throw StartFailure("systemd passed no socket, and none was given: --socket PATH, or --stdio")
    }
    let knowledge = try KnowledgeDirectory.read(configuration.knowledgeDirectory)
    let log = RPCLog.bootstrap(level: configuration.logLevel)
    let logger = Logger(label: "article")
    let engine = ArticleEngine(
      seen: try configuration.index.open(stateDirectory: try Self.made(configuration.stateDirectory)),
      knowledge: knowledge)
    let retention = IndexRetention(engine.seen, days: configuration.indexRetentionDays, logger)
    let pruning = Task { await retention.run() }
    defer { pruning.cancel() }
    let trimming = Task { await HeapTrimming.run(logger) }
    defer { trimming.cancel() }
    var server = RPCServer(
      name: "article-service", version: ServiceVersion.current, logger: logger,
      metrics: engine.metrics.registry)
    server.addArticleMethods(engine)
    server.settings = configuration.rpc
    // A file that was there at the start and is gone is not one without limits and lists.
    let reloaded = sources.reading(loaded.file)
    server.reload {
      let new = try reloaded.load().configuration
      engine.use(try KnowledgeDirectory.read(new.knowledgeDirectory))
      retention.days = new.indexRetentionDays
      log.level = new.logLevel
      let later = configuration.needsRestart(for: new)
      if !later.isEmpty {
        logger.warning(
          "these keys take effect at the next start", metadata: ["keys": "\(later.joined(separator: ", "))"])
      }
      return new.rpc
    }
    try await server.run(on: stdio ? .standardStreams : .systemd(orPath: configuration.socket))
    // Before the index is closed under its hands.
    pruning.cancel()
    await pruning.value
    do {
      try await engine.seen.close()
    } catch {
      logger.warning(
        "the index could not be closed; nothing is lost by that", metadata: ["reason": "\(error)"])
    }
  }

  /// The state directory, made if it is not there, for its owner only.
  private static func made(_ directory: String) throws -> String {
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
      throw StartFailure("making the state directory \(directory): \(String(cString: strerror(errno)))")
    }
    return directory
  }
}

/// Why the service could not start, for whoever started it.
struct StartFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
