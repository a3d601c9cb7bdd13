import Glibc
import RPCCore

/// The program's exit status: those of sysexits(3h) and timeout(1), so that a script can tell what to do next.
enum ExitStatus: Int32, CaseIterable {
  /// The server answered with an error; of several calls, to some.
  case errorAnswer = 1
  /// EX_USAGE: the command line is wrong.
  case usage = 64
  /// EX_NOINPUT: an input file cannot be read.
  case noInput = 66
  /// EX_UNAVAILABLE: no server can be reached, or the connection was lost before the call was sent.
  case unavailable = 69
  /// EX_IOERR: the connection was lost after the call was sent, which may have been carried out.
  case lost = 74
  /// EX_TEMPFAIL: the server refused the call for now.
  case tryLater = 75
  /// EX_PROTOCOL: the answer is malformed.
  case protocolError = 76
  /// EX_NOPERM: the server does not let this user call the method, or connect.
  case noPermission = 77
  /// No answer in time; what timeout(1) ends with.
  case timedOut = 124

  /// What the help says of it.
  var meaning: String {
    switch self {
    case .errorAnswer: "answered with an error"
    case .usage: "wrong usage"
    case .noInput: "no such input"
    case .unavailable: "no server, or lost before the call was sent"
    case .lost: "lost after the call was sent, which may have been carried out"
    case .tryLater: "refused for now, try again later"
    case .protocolError: "a malformed answer"
    case .noPermission: "not allowed"
    case .timedOut: "no answer in time"
    }
  }

  /// The status of a call that the server answered with `error`.
  init(_ error: RPCError) {
    switch error.code {
    case .deadlineExceeded: self = .timedOut
    case .forbidden: self = .noPermission
    default: self = error.retryable ? .tryLater : .errorAnswer
    }
  }

  /// The status of a call without an answer.
  init(_ error: RPCClientError) {
    switch error {
    case .notSent: self = .unavailable
    case .lost: self = .lost
    case .timedOut: self = .timedOut
    case .malformedAnswer: self = .protocolError
    }
  }

  /// The status where no connection could be made.
  init(_ error: TransportError) {
    self = [EACCES, EPERM].contains(error.errno) ? .noPermission : .unavailable
  }
}

/// Something is wrong with what the user gave, or points to.
struct InputError: Error {
  var status: ExitStatus
  var message: String
  /// Lines that show the place at fault.
  var place: [String] = []

  static func usage(_ message: String, place: [String] = []) -> InputError {
    InputError(status: .usage, message: message, place: place)
  }
}

/// A call that was answered with an error, and what it was called with.
struct CallError: Error {
  var error: RPCError
  var params: RPCJSON
}
