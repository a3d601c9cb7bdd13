import Dispatch
import Logging
import Metrics

/// What is counted and logged of a call that has ended.
struct CallReport {
  var method: MethodTable.Entry?
  /// As the caller named it; it may be no method of ours.
  var name: String
  var requestID: RequestID?
  var trace: TraceContext?
  var arrival: DispatchTime
  /// When a worker, or the reactor, took it, and when its answer was ready; `nil` where none did.
  var work: (began: DispatchTime, ended: DispatchTime)?
  var error: RPCError.Code?

  /// Counts the call.
  func count(in metrics: ServerMetrics) {
    if let counted = method?.metrics {
      counted.requests.increment()
      if let work {
        counted.wait.record(duration: work.began.since(arrival))
        counted.work.record(duration: work.ended.since(work.began))
      }
    }
    if let error { metrics.countFailure(of: method, error) }
  }

  /// Writes a line where this call is worth one: a slow one, one of a trace that its caller records, and with the level
  /// at debug any. Never what the call was about.
  ///
  /// - Parameter budget: bounds the lines that peers can cause while the level is above debug.
  func log(to logger: Logger, slowCallTime: Duration?, budget: LogBudget) {
    let level = level(slowCallTime: slowCallTime)
    guard logger.logLevel <= level, level == .debug || budget.take(logger) else { return }
    var metadata: Logger.Metadata = [
      "method": "\(name.printable(128))", "duration_usec": "\(duration / .microseconds(1))",
    ]
    metadata["work_usec"] = work.map { "\($0.ended.since($0.began) / .microseconds(1))" }
    metadata["request_id"] = requestID.map { "\($0.description.printable(128))" }
    metadata["traceparent"] = trace.map { "\($0.text)" }
    metadata["error_kind"] = error.map { "\($0.kind)" }
    metadata["error_code"] = error.map { "\($0.rawValue)" }
    let isSlow = level == .notice
    logger.log(
      level: level, isSlow ? "a slow call" : error == nil ? "answered" : "answered with an error",
      metadata: metadata)
  }

  private var duration: Duration { (work?.ended ?? .now()).since(arrival) }

  /// Slow is the work itself: whoever sends many calls at once makes them wait for each other.
  private func level(slowCallTime: Duration?) -> Logger.Level {
    if let slowCallTime, let work, work.ended.since(work.began) >= slowCallTime {
      return .notice
    }
    return trace?.isSampled ?? false ? .info : .debug
  }
}
