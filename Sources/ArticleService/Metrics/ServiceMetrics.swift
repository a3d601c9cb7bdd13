import ArticleIndex
import CoreMetrics
import OpenMetrics
import RPCCore

/// What the service counts: what the RPC server reports, the stages of its own work, and what is there when somebody
/// looks. docs/operations.md lists every name.
final class ServiceMetrics: Sendable {
  /// A part of the work on an article.
  enum Stage: String, CaseIterable { case parse, dedupe, extract }

  let registry = MetricRegistry(help: help)
  private let stages: [Stage: Timer]
  /// CPU of the stages that are one stretch of work on one thread; the index knows its own.
  private let meters = [Stage.parse: CPUMeter(), .extract: CPUMeter()]
  private let stageCPU: [Stage: RunningTotal]
  private let levels: [Level: Meter]
  private let cpu: RunningTotal

  init() {
    let registry = registry
    func timer(_ stage: Stage) -> Timer {
      Timer(label: "article_stage_duration", dimensions: [("stage", stage.rawValue)], factory: registry)
    }
    stages = Dictionary(uniqueKeysWithValues: Stage.allCases.map { ($0, timer($0)) })
    levels = Dictionary(
      uniqueKeysWithValues: Level.allCases.map { ($0, Meter(label: $0.rawValue, factory: registry)) })
    stageCPU = Dictionary(
      uniqueKeysWithValues: Stage.allCases.map { stage in
        (
          stage,
          RunningTotal(
            FloatingPointCounter(
              label: "article_stage_cpu_seconds", dimensions: [("stage", stage.rawValue)], factory: registry))
        )
      })
    cpu = RunningTotal(FloatingPointCounter(label: "process_cpu_seconds", factory: registry))
    Meter(label: "article_build_info", dimensions: [("version", ServiceVersion.current)], factory: registry)
      .set(1)
  }

  /// Runs a stage and notes how long it took, also where it fails.
  func measure<Value, Failure>(
    _ stage: Stage, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = ContinuousClock.now
    defer { note(stage, since: start) }
    guard let meter = meters[stage] else { return try body() }
    return try meter.measure(body)
  }

  /// The same for a stage that waits.
  func measure<Value: Sendable>(_ stage: Stage, _ body: () async throws -> Value) async rethrows -> Value {
    let start = ContinuousClock.now
    defer { note(stage, since: start) }
    return try await body()
  }

  private func note(_ stage: Stage, since start: ContinuousClock.Instant) {
    stages[stage]?.recordNanoseconds(Int64((ContinuousClock.now - start) / .nanoseconds(1)))
  }

  /// Notes what is there now.
  ///
  /// - Parameters:
  ///   - index: articles and bytes of the index; `nil` where it cannot tell: its last figures stay.
  ///   - indexCPUSeconds: what the index has taken so far.
  func sample(_ server: RPCServerStatus, index: (articles: Int, bytes: Int)?, indexCPUSeconds: Double) {
    set(.connections, server.connections)
    set(.calls, server.calls)
    set(.callsWaiting, server.callsWaiting)
    set(.heldBytes, server.heldBytes)
    if let index {
      set(.indexArticles, index.articles)
      set(.indexBytes, index.bytes)
    }
    set(.indexUp, index == nil ? 0 : 1)
    for (stage, total) in stageCPU { total.rise(to: meters[stage]?.seconds ?? indexCPUSeconds) }
    guard let process = ProcessStatistics.now() else { return }
    set(.residentBytes, process.residentBytes)
    set(.heapBytes, process.heapBytes)
    set(.openDescriptors, process.openDescriptors)
    set(.maxDescriptors, process.maxDescriptors)
    set(.threads, process.threads)
    levels[.startTime]?.set(process.startTime)
    cpu.rise(to: process.cpuSeconds)
  }

  private func set(_ level: Level, _ value: Int) { levels[level]?.set(value) }

  /// What is not counted but looked at.
  private enum Level: String, CaseIterable {
    case connections = "rpc_connections"
    case calls = "rpc_requests_in_flight"
    case callsWaiting = "rpc_requests_waiting"
    case heldBytes = "rpc_held_bytes"
    case indexUp = "article_index_up"
    case indexArticles = "article_index_articles"
    case indexBytes = "article_index_size_bytes"
    case heapBytes = "process_heap_bytes"
    case residentBytes = "process_resident_memory_bytes"
    case openDescriptors = "process_open_fds"
    case maxDescriptors = "process_max_fds"
    case threads = "process_threads"
    case startTime = "process_start_time_seconds"
  }

  static let help = [
    "article_build_info": "The version of the service.",
    "article_index_articles": "Articles in the index.",
    "article_index_size_bytes": "Size of the index.",
    "article_index_up": "1 where the index can be read, else 0.",
    "article_stage_cpu_seconds":
      "CPU time that a part of the work has taken; over the count of its duration, an article's.",
    "article_stage_duration_seconds": "Time that a part of the work on one article took.",
    "process_cpu_seconds": "User and system CPU time spent.",
    "process_heap_bytes":
      "Memory that is allocated: resident memory has what the allocator keeps besides, and files.",
    "process_max_fds": "Descriptors that may be open.",
    "process_open_fds": "Descriptors that are open.",
    "process_resident_memory_bytes": "Resident memory.",
    "process_start_time_seconds": "When the process started, in seconds since 1970.",
    "process_threads": "Threads of the process.",
    "rpc_connections": "Connections that are open.",
    "rpc_connections_accepted": "Connections that were let in.",
    "rpc_connections_refused": "Connections that were refused for want of room.",
    "rpc_errors": "Answers that were errors, by method and code; method none: no request of a method.",
    "rpc_held_bytes": "Bytes of half-sent requests, waiting requests and unread answers.",
    "rpc_received_bytes": "Bytes that came from peers.",
    "rpc_request_duration_seconds":
      "Time of a call: wait until a worker took it, work until its answer was ready.",
    "rpc_requests": "Calls that have ended, notifications too.",
    "rpc_requests_in_flight": "Calls that run or wait for a worker.",
    "rpc_requests_waiting": "Calls that wait for a worker.",
    "rpc_sent_bytes": "Bytes that were written to peers.",
  ]
}
