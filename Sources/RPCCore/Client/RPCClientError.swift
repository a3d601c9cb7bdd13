/// Why a call has no answer. An answer that is an error is an `RPCError` instead.
public enum RPCClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The connection ended before the request was sent whole: it has not been carried out.
  case notSent
  /// The connection ended after the request was sent: it may or may not have been carried out.
  case lost
  /// No answer within the time given.
  case timedOut
  /// The server sent something that is no answer.
  case malformedAnswer(String)

  /// One English sentence.
  public var description: String {
    switch self {
    case .notSent: "the connection was lost before the request was sent"
    case .lost: "the connection was lost before the answer came; the call may have been carried out"
    case .timedOut: "no answer within the time given"
    case .malformedAnswer(let reason): "the server's answer is malformed: \(reason)"
    }
  }
}

/// How far a call is: what `rpc.progress` tells.
public struct RPCProgress: Sendable, Equatable {
  /// How much is done, in the method's own unit.
  public var done: Int
  /// How much there is, where the server knows.
  public var total: Int?
  /// What is going on, for a person.
  public var message: String?
}
