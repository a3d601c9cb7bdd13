import ArgumentParser
import Logging
import OpenMetrics
import RPCCore

/// A server with the methods that the tests from outside and the benchmarks call: those of the examples of the
/// JSON-RPC 2.0 specification, and some that are slow, large or talkative.
@main
struct TestService: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rpc-test-server")

  @Option(help: "The socket file; without it, the sockets that systemd passes.") var socket: String?
  @Flag(help: "Serve standard input and output.") var stdio = false
  @Option(help: "How much of the server answers: \(Layer.words).") var layer = Layer.whole
  @Option(help: "How sockets are waited for: standard, io, or source.") var wait = Wait.standard
  @Flag(help: "Count requests, times and bytes, as a service would.") var metrics = false
  @Option(help: "End after so long without a connection, where systemd has passed the sockets.")
  var idleExitMs: Int?
  @OptionGroup var limits: LimitOptions

  func run() async throws {
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = .notice
      return handler
    }
    switch layer {
    case .channel, .frames:
      guard let socket else { throw ValidationError("--layer \(layer.rawValue) needs --socket") }
      try await EchoPeer.serve(on: socket, layer: layer, wait: wait)
    case .envelope, .typed, .whole:
      var server = RPCServer(
        name: "rpc-test-server", version: "1", limits: limits.limits,
        metrics: metrics ? MetricRegistry() : nil)
      server.settings.idleExitTime = idleExitMs.map { .milliseconds($0) }
      server.socketWaits = wait.waits
      server.addTestMethods()
      server.addSpecificationMethods()
      try await server.run(on: stdio ? .standardStreams : .systemd(orPath: socket))
    }
  }
}

/// How much of RPCCore a request goes through; the difference of two is what a layer costs.
enum Layer: String, CaseIterable, ExpressibleByArgument {
  /// Bytes are echoed as they come.
  case channel
  /// Frames are cut and echoed.
  case frames
  /// The envelope is scanned; `echo.raw` answers the params as they are.
  case envelope
  /// `echo` decodes its params and encodes its reply.
  case typed
  /// The same, with everything on.
  case whole

  static let words = allCases.map(\.rawValue).joined(separator: ", ")
}

enum Wait: String, CaseIterable, ExpressibleByArgument {
  case standard, io, source

  var waits: SocketWaits {
    switch self {
    case .standard: .standard
    case .io: .dispatchIO
    case .source: .sources
    }
  }
}
