public import Logging

/// What a method may know of the call that it answers.
public struct RPCContext: Sendable {
  let host: ConnectionHost
  let connection: ConnectionInfo
  /// What held when the call began.
  let settings: ServerSettings
  /// The method's name.
  public let method: String
  /// The call's id as its sender wrote it; `nil` for a notification.
  public let requestID: String?
  let trace: TraceContext?
  /// Where news of this call goes; `nil` where the caller wants none.
  let progress: ProgressChannel?

  /// Who calls.
  public var peer: RPCPeer { connection.peer }
  /// W3C Trace Context of the caller, to be passed on.
  public var traceparent: String? { trace?.text }
  /// What the whole server has under way now.
  public var serverStatus: RPCServerStatus { host.status }
  /// What the peer's socket allows.
  public var access: RPCAccess { connection.access }

  /// Tells this call's lines from others: connection, method and request id are in its metadata.
  public var logger: Logger {
    var logger = connection.logger
    logger[metadataKey: "method"] = "\(method)"
    logger[metadataKey: "request_id"] = requestID.map { "\($0.printable(128))" }
    if let traceparent { logger[metadataKey: "traceparent"] = "\(traceparent)" }
    return logger
  }

  /// Throws when nobody waits for the answer any more. Long work calls it between its steps, every second or more often:
  /// it also tells that the work advances, where systemd watches over the workers.
  public func checkCancellation() throws {
    host.steps.wrappingAdd(1, ordering: .relaxed)
    try Task.checkCancellation()
  }

  /// Tells the caller how far the work is: `rpc.progress {token, done, total, message}`, if it has asked for it.
  ///
  /// Waits while the peer has too much unread, so that a slow reader slows the work that floods it, and nothing else.
  ///
  /// - Parameters:
  ///   - done: how much is done, in any unit.
  ///   - total: how much there is, in the same unit; `nil` where that is not known.
  ///   - message: what is going on, for a person.
  /// - Throws: `CancellationError` when nobody waits for the answer any more.
  public func progress(done: Int, total: Int? = nil, message: String? = nil) async throws {
    try checkCancellation()
    try await progress?.send(done: done, total: total, message: message)
  }
}

/// Where the progress of one call goes.
struct ProgressChannel: Sendable {
  let connection: Connection
  /// The call's key in the connection's table.
  let call: Int
  /// As the caller wrote it.
  let token: RequestID

  func send(done: Int, total: Int?, message: String?) async throws {
    var params = JSONText()
    params.append(literal: "{\"token\":")
    params.append(raw: token.description)
    params.append(literal: ",\"done\":")
    params.append(integer: done)
    if let total {
      params.append(literal: ",\"total\":")
      params.append(integer: total)
    }
    if let message {
      params.append(literal: ",\"message\":")
      params.append(string: message)
    }
    params.append(byte: UInt8(ascii: "}"))
    let payload = MessageEncoder.request(id: nil, method: "rpc.progress", params: params.bytes)
    guard await connection.notify(payload, during: call) else { throw CancellationError() }
  }
}
