import ArgumentParser
import Glibc
import RPCCore

/// The program's exit status: sysexits(3h), so that a script can tell what to do next.
enum ExitStatus: Int32 {
  /// The server answered with an error.
  case errorAnswer = 1
  /// EX_USAGE: the command line is wrong.
  case usage = 64
  /// EX_NOINPUT: an input file cannot be read.
  case noInput = 66
  /// EX_UNAVAILABLE: no server can be reached.
  case unavailable = 69
  /// EX_TEMPFAIL: time ran out, or the server asks to come back later.
  case tryLater = 75
  /// EX_PROTOCOL: the connection was lost, or the answer is malformed.
  case protocolError = 76

  /// Says what went wrong on standard error, and ends the program.
  static func end(with error: any Error) throws -> Never {
    let (status, lines) = describe(error)
    guard let status else { throw error }
    for line in lines { Terminal.writeError(line) }
    throw ExitCode(status.rawValue)
  }

  private static func describe(_ error: any Error) -> (ExitStatus?, [String]) {
    switch error {
    case let error as RPCError:
      var lines = ["rpc-client: \(error.message) (\(error.code.kind), \(error.code.rawValue))"]
      if let pointer = error.details.pointer, !error.message.contains(pointer) {
        lines.append("  at \(pointer)")
      }
      if let hint = error.details.hint { lines.append("  \(hint)") }
      if let reference = error.details.reference {
        lines.append("  the service's log has it as \(reference)")
      }
      return (error.retryable ? .tryLater : .errorAnswer, lines)
    case let error as RPCClientError:
      if case .timedOut = error { return (.tryLater, ["rpc-client: \(error)"]) }
      return (.protocolError, ["rpc-client: \(error)"])
    case let error as TransportError: return (.unavailable, ["rpc-client: \(error)"])
    case let error as InputError: return (error.status, ["rpc-client: \(error.message)"])
    default: return (nil, [])
    }
  }
}

/// Something is wrong with what the user gave, or points to.
struct InputError: Error {
  var status: ExitStatus
  var message: String

  static func usage(_ message: String) -> InputError { InputError(status: .usage, message: message) }

  static func noInput(_ path: String, _ error: Int32) -> InputError {
    InputError(status: .noInput, message: "\(path): \(String(cString: strerror(error)))")
  }
}
