import ArgumentParser
import Glibc
import Logging
import RPCCore

/// The daemon's flags, each with its default.
struct ServiceOptions: ParsableArguments {
  @Option(help: "Listen on this socket file, unless systemd passes sockets.")
  var socket: String?

  @Option(
    help: "Keep the index in this directory. Default: systemd's STATE_DIRECTORY, else /var/lib/article.")
  var stateDir: String?

  @Flag(help: "Speak over standard input and output, for one client that starts the service itself.")
  var stdio = false

  @Option(help: "Log from this level: trace, debug, info, notice, warning, error, critical.")
  var logLevel = "info"

  func validate() throws {
    guard !stdio || socket == nil else { throw ValidationError("--stdio and --socket exclude each other") }
    guard Logger.Level(rawValue: logLevel) != nil else { throw ValidationError("no log level \(logLevel)") }
  }

  var address: RPCAddress { stdio ? .standardStreams : .systemd(orPath: socket) }

  /// The state directory, made if it is not there, for its owner only.
  func stateDirectory() throws -> String {
    // systemd passes a colon-separated list; our unit asks for one.
    let fromSystemd = getenv("STATE_DIRECTORY").map { String(cString: $0).prefix { $0 != ":" } }
    let directory = stateDir ?? fromSystemd.map(String.init) ?? "/var/lib/article"
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
      throw StartFailure("making the state directory \(directory): \(String(cString: strerror(errno)))")
    }
    return directory
  }

  /// Lines go to standard error, which systemd passes on to the journal; standard output is the protocol's.
  func startLogging() {
    let level = Logger.Level(rawValue: logLevel) ?? .info
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
  }
}
