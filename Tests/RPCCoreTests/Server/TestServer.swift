import CoreMetrics
import Dispatch
import Glibc
import Logging
import Synchronization
import TestSupport

@testable import RPCCore

struct Text: Codable, Sendable, Equatable {
  var text: String
  enum CodingKeys: String, CodingKey, CaseIterable { case text }
}

struct Numbers: Codable, Sendable {
  var values: [Int]
}

/// A server with a few methods, and peers that are connected to it without a socket file.
struct TestServer {
  static let echo = RPCMethod<Text, Text>("echo", summary: "Says it again.", isIdempotent: true)
  static let sum = RPCMethod<Numbers, Int>("sum", isIdempotent: true)

  /// Calls of `hold` wait here until a test lets them go, or they are cancelled.
  final class Gate: Sendable {
    private let state = Mutex((isOpen: false, entered: 0, cancelled: 0))
    var entered: Int { state.withLock(\.entered) }
    var cancelled: Int { state.withLock(\.cancelled) }
    var isOpen: Bool { state.withLock(\.isOpen) }
    func open() { state.withLock { $0.isOpen = true } }
    func pass() async throws {
      state.withLock { $0.entered += 1 }
      do {
        while !state.withLock(\.isOpen) { try await Task.sleep(for: .milliseconds(2)) }
      } catch {
        state.withLock { $0.cancelled += 1 }
        throw error
      }
    }
  }

  struct Choice: Codable, Sendable {
    enum Color: String, Codable, CaseIterable, Sendable { case red }
    var color: Color
    enum CodingKeys: String, CodingKey, CaseIterable { case color }
  }

  /// Calls of `block` that have run.
  final class Counter: Sendable {
    private let count = Mutex(0)
    func withLock<Result>(_ body: (inout Int) -> Result) -> Result {
      count.withLock { body(&$0) }
    }
  }

  let gate = Gate()
  let blocked = Counter()
  let runtime: ServerRuntime

  init(
    limits: RPCLimits = RPCLimits(), allowed: RPCAllowList = RPCAllowList(),
    logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
    metrics: (any MetricsFactory)? = nil, reload: RPCServer.SettingsLoader? = nil
  ) {
    var server = RPCServer(name: "test", version: "1", limits: limits, logger: logger, metrics: metrics)
    if let reload { server.reload(reload) }
    let gate = gate
    server.handleInline(Self.echo) { params, _ in params }
    server.handle(Self.sum) { params, _ in params.values.reduce(0, &+) }
    server.handle(RPCMethod<Text, Text>("hold")) { params, _ in
      try await gate.pass()
      return params
    }
    server.handle(RPCMethod<Choice, Choice>("choose")) { params, _ in params }
    let blocked = blocked
    server.handle(RPCMethod<Numbers, Int>("block")) { params, _ in
      // Blocks its thread, as a system call would.
      usleep(UInt32(params.values.first ?? 0) * 1000)
      return blocked.withLock { count in
        count += 1
        return count
      }
    }
    server.handle(RPCMethod<RPCNothing, Int>("wall")) { _, _ in
      // Blocks its thread until the gate is open.
      while !gate.isOpen { usleep(1000) }
      return 0
    }
    server.handle(RPCMethod<Text, Int>("measure")) { params, _ in params.text.utf8.count }
    server.handle(RPCMethod<RPCNothing, Int>("nothing")) { _, _ in 1 }
    server.handle(RPCMethod<Numbers, Int>("count")) { params, context in
      let total = params.values.first ?? 0
      for number in 0..<total { try await context.progress(done: number, total: total, message: "하나") }
      return total
    }
    server.handle(RPCMethod<RPCNothing, Text>("fail")) { _, _ in throw TransportError("secret", errno: 5) }
    server.handle(RPCMethod<RPCNothing, Text>("restricted", access: .admin)) { _, _ in Text(text: "ok") }
    server.handle(RPCMethod<Numbers, Text>("repeat")) { params, _ in
      Text(text: String(large: "가", count: params.values.first ?? 0))
    }
    server.handle(RPCMethod<RPCNothing, Text>("listed")) { _, _ in Text(text: "ok") }
    server.allow(allowed, toCall: "listed")
    do {
      runtime = try server.runtime()
    } catch {
      preconditionFailure("\(error)")
    }
  }

  func connect() -> RawSocket {
    let (socket, other) = RawSocket.pair()
    runtime.open(other, access: .everyone)
    return socket
  }

  func client(_ access: RPCAccess = .everyone) async -> RPCClient {
    let (socket, other) = RawSocket.pair()
    runtime.open(other, access: access)
    let descriptor = dup(socket.descriptor)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return await RPCClient.onSocket(descriptor)
  }
}

/// Waits until something is so; gives up after a minute.
func eventually(_ condition: () async -> Bool) async -> Bool {
  for _ in 0..<12_000 {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return false
}

func request(_ id: Int, _ method: String, _ params: String = "{}", meta: String? = nil) -> String {
  let meta = meta.map { ",\"meta\":\($0)" } ?? ""
  return "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(method)\",\"params\":\(params)\(meta)}\n"
}
