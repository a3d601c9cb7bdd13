import Logging
import OpenMetrics
import Synchronization
import Testing

@testable import RPCCore

/// Keeps what is logged.
private final class Lines: Sendable {
  struct Line: Sendable {
    var level: Logger.Level
    var message: String
    var metadata: [String: String]
  }

  private let lines = Mutex<[Line]>([])
  var all: [Line] { lines.withLock { $0 } }
  func append(_ line: Line) { lines.withLock { $0.append(line) } }

  func logger(level: Logger.Level) -> Logger {
    var logger = Logger(label: "test") { _ in Handler(lines: self) }
    logger.logLevel = level
    return logger
  }

  private struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(\.description)
      lines.append(Line(level: event.level, message: event.message.description, metadata: all))
    }
  }
}

@Suite("What is counted and logged of calls")
struct CallReportTests {
  private func value(_ registry: MetricRegistry, _ name: String, _ labels: [String: String]) -> Double? {
    let series = registry.families.first { $0.name == name }?.series.first { series in
      labels.allSatisfy { label in series.labels.contains { $0.name == label.key && $0.value == label.value }
      }
    }
    switch series?.value {
    case .number(let value): return value
    case .distribution(let values): return Double(values.count)
    case nil: return nil
    }
  }

  @Test("requests, errors, times and bytes are counted by method")
  func counts() async throws {
    let registry = MetricRegistry()
    let server = TestServer(metrics: registry)
    let client = await server.client()
    for _ in 0..<3 { _ = try await client.call(TestServer.sum, Numbers(values: [1, 2])) }
    for _ in 0..<2 { _ = try await client.call(TestServer.echo, Text(text: "가")) }
    _ = try? await client.call("sum", ["values": "x"])
    _ = try? await client.call("no-such-method-\(UInt64.random(in: 0...UInt64.max))")
    await client.close()
    #expect(value(registry, "rpc_requests", ["method": "sum"]) == 4)
    #expect(value(registry, "rpc_requests", ["method": "echo"]) == 2)
    #expect(
      value(registry, "rpc_errors", ["method": "sum", "code": "-32602", "kind": "invalid-params"]) == 1)
    // A name that a peer made up is no label.
    #expect(value(registry, "rpc_errors", ["method": "none", "code": "-32601"]) == 1)
    #expect(value(registry, "rpc_request_duration_seconds", ["method": "sum", "stage": "work"]) == 4)
    #expect(value(registry, "rpc_request_duration_seconds", ["method": "sum", "stage": "wait"]) == 4)
    #expect(value(registry, "rpc_connections_accepted", [:]) == 1)
    #expect(value(registry, "rpc_received_bytes", [:]) ?? 0 > 300)
    #expect(value(registry, "rpc_sent_bytes", [:]) ?? 0 > 300)
  }

  @Test("a call that nobody waits for any more is counted as cancelled")
  func cancelled() async throws {
    let registry = MetricRegistry()
    let server = TestServer(metrics: registry)
    let peer = server.connect()
    await peer.send(request(1, "hold", #"{"text":"x"}"#))
    #expect(await eventually { server.gate.entered == 1 })
    await peer.send(#"{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":1}}"# + "\n")
    _ = await peer.receiveLine()
    #expect(value(registry, "rpc_errors", ["method": "hold", "kind": "cancelled"]) == 1)
  }

  @Test("at debug every call has a line with its fields and none with its content")
  func debugLines() async throws {
    let lines = Lines()
    let server = TestServer(logger: lines.logger(level: .debug))
    let peer = server.connect()
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    await peer.send(request(1, "measure", #"{"text":"비밀스러운 본문"}"#, meta: #"{"traceparent":"\#(trace)"}"#))
    _ = await peer.receiveLine()
    await peer.send(request(2, "echo", #"{"text":"비밀스러운 본문"}"#))
    _ = await peer.receiveLine()
    await peer.send(request(3, "fail"))
    _ = await peer.receiveLine()
    let measured = lines.all.first { $0.metadata["method"] == "measure" }
    #expect(measured?.level == .debug)
    #expect(measured?.metadata["request_id"] == "1")
    #expect(measured?.metadata["traceparent"] == trace)
    #expect(measured?.metadata["conn"] != nil && measured?.metadata["peer_uid"] != nil)
    #expect(measured?.metadata["duration_usec"].flatMap(Double.init) ?? 0 > 0)
    #expect(lines.all.contains { $0.metadata["method"] == "echo" && $0.metadata["error_kind"] == nil })
    #expect(
      lines.all.contains { $0.metadata["method"] == "fail" && $0.metadata["error_kind"] == "internal-error" })
    #expect(lines.all.contains { $0.level == .error && $0.metadata["reference"] != nil })
    for line in lines.all { #expect(!"\(line)".contains("비밀")) }
  }

  @Test("what a peer calls things can neither end a line nor flood the log")
  func hostileLines() async throws {
    let lines = Lines()
    let server = TestServer(logger: lines.logger(level: .info))
    let peer = server.connect()
    let trace = #"{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}"#
    for number in 0..<1000 { await peer.send(request(number, "x\\n\\u001b[31mforged", meta: trace)) }
    for _ in 0..<1000 { _ = await peer.receiveLine() }
    let methods = lines.all.compactMap { $0.metadata["method"] }
    #expect(methods.first == #"x\u{a}\u{1b}[31mforged"#)
    // A hundred at once, and fifty for each second that the thousand took.
    #expect(methods.count >= 100 && methods.count < 900, "\(methods.count) lines")
  }

  @Test("above debug only slow calls and those of a recorded trace have a line")
  func rareLines() async throws {
    let lines = Lines()
    let server = TestServer(logger: lines.logger(level: .info))
    let peer = server.connect()
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await peer.send(request(1, "measure", #"{"text":"a"}"#))
    _ = await peer.receiveLine()
    await peer.send(request(2, "measure", #"{"text":"a"}"#, meta: #"{"traceparent":"\#(trace)"}"#))
    _ = await peer.receiveLine()
    await peer.send(request(3, "block", #"{"values":[1100]}"#))
    _ = await peer.receiveLine()
    let calls = lines.all.filter { $0.metadata["request_id"] != nil }
    #expect(calls.map { $0.metadata["request_id"] } == ["2", "3"])
    #expect(calls.map(\.level) == [.info, .notice])
  }
}
