import CoreMetrics
import Synchronization

/// What a server counts through swift-metrics: docs/operations.md lists every name.
///
/// What is there at a moment (connections, calls under way) is not counted here: `RPCServerStatus` tells it to who asks.
final class ServerMetrics: Sendable {
  /// What is counted of one method.
  final class Method: Sendable {
    /// Calls that have ended, notifications too.
    let requests: Counter
    /// From the arrival of a call until a worker takes it.
    let wait: Timer
    /// Decoding the params, the method itself, and encoding its reply.
    let work: Timer

    init(name: String, factory: any MetricsFactory) {
      let method = ("method", name)
      requests = Counter(label: "rpc_requests", dimensions: [method], factory: factory)
      wait = Timer(
        label: "rpc_request_duration", dimensions: [method, ("stage", "wait")], factory: factory)
      work = Timer(
        label: "rpc_request_duration", dimensions: [method, ("stage", "work")], factory: factory)
    }
  }

  private struct Failure: Hashable {
    let method: String
    let code: Int
  }

  let receivedBytes: Counter, sentBytes: Counter
  let connectionsAccepted: Counter, connectionsRefused: Counter
  private let factory: any MetricsFactory
  private let failures = Mutex<[Failure: Counter]>([:])

  init(factory: any MetricsFactory) {
    self.factory = factory
    receivedBytes = Counter(label: "rpc_received_bytes", factory: factory)
    sentBytes = Counter(label: "rpc_sent_bytes", factory: factory)
    connectionsAccepted = Counter(label: "rpc_connections_accepted", factory: factory)
    connectionsRefused = Counter(label: "rpc_connections_refused", factory: factory)
  }

  /// Counts an answer that is an error. Methods and codes are the program's, so that peers cannot make series.
  func countFailure(of method: MethodTable.Entry?, _ code: RPCError.Code) {
    let name = method?.name ?? "none"
    let counter = failures.withLock { failures in
      let key = Failure(method: name, code: code.rawValue)
      if let known = failures[key] { return known }
      let counter = Counter(
        label: "rpc_errors",
        dimensions: [("method", name), ("code", String(code.rawValue)), ("kind", code.kind)], factory: factory
      )
      failures[key] = counter
      return counter
    }
    counter.increment()
  }
}

/// What a server has under way at a moment.
public struct RPCServerStatus: Sendable, Equatable {
  /// Connections that are open.
  public var connections = 0
  /// Calls that run or wait for a worker, and those of them that wait.
  public var calls = 0, callsWaiting = 0
  /// Bytes held of half-sent requests, waiting requests and unread answers.
  public var heldBytes = 0
}
