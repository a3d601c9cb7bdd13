import ArgumentParser
import Glibc
import RPCCore

/// What went wrong, as it is told on standard error.
struct Failure {
  var status: ExitStatus
  var message: String
  var place: [String] = []
  var hint: String?
  /// The server's error object, where it is one.
  var error: RPCError?

  /// What `error` is; `nil` for errors that are not this program's to tell (ArgumentParser's own).
  static func of(_ error: any Error) -> Failure? {
    switch error {
    case let error as CallError:
      var failure = Failure(answer: error.error)
      if let pointer = error.error.details.pointer {
        failure.place = ErrorPlace(columns: Terminal.errorColumns).lines(of: error.params, at: pointer)
      }
      return failure
    case let error as RPCError: return Failure(answer: error)
    case let error as RPCClientError: return Failure(status: ExitStatus(error), message: "\(error)")
    case let error as TransportError: return Failure(status: ExitStatus(error), message: "\(error)")
    case let error as InputError:
      return Failure(status: error.status, message: error.message, place: error.place)
    default: return nil
    }
  }

  private init(status: ExitStatus, message: String, place: [String] = []) {
    self.status = status
    self.message = message
    self.place = place
  }

  private init(answer error: RPCError) {
    self.init(
      status: ExitStatus(error), message: "\(error.message) (\(error.code.kind), \(error.code.rawValue))")
    let hints = [
      error.details.hint, error.details.retryAfterMs.map { "try again in \($0) ms" },
      error.details.reference.map { "the service's log has it as \($0)" },
    ].compactMap(\.self)
    if !hints.isEmpty { hint = hints.joined(separator: "; ") }
    self.error = error
  }

  /// Tells it on standard error, as text or as one line of JSON, and ends the program.
  func end(asJSON: Bool) throws -> Never {
    if asJSON {
      Terminal.writeError(line)
    } else {
      let red = Terminal.colours(of: STDERR_FILENO) ? ("\u{1B}[31m", "\u{1B}[0m") : ("", "")
      Terminal.writeError("\(red.0)rpc-client:\(red.1) \(TextWidth.printable(message))")
      for line in place { Terminal.writeError("  " + line) }
      if let hint { Terminal.writeError("  " + TextWidth.printable(hint)) }
    }
    throw ExitCode(status.rawValue)
  }

  private var line: String {
    var members: [RPCJSON.Member] = [.init("exitStatus", .integer(Int(status.rawValue)))]
    members.append(.init("error", error?.json ?? .object([.init("message", .string(message))])))
    return String(decoding: RPCJSON.object(members).bytes, as: UTF8.self)
  }
}
