/// What happened between two snapshots: the methods, and the process as a whole.
struct TopTable {
  let before: MetricsSnapshot
  let now: MetricsSnapshot

  /// A method's numbers over the interval.
  struct Row {
    var method: String
    var calls: Double
    var errors: Double
    /// Milliseconds of a call, waiting included, in the interval; `nil` without a call.
    var mean: Double?
    /// Milliseconds of work that 99 of 100 calls since the start needed at most.
    var p99: Double
  }

  private var seconds: Double { max(0.001, (now.when - before.when).seconds) }

  /// The methods that were called at all, the busiest first.
  var rows: [Row] {
    now.labels("method", of: "rpc_requests").compactMap { method in
      let labels = ["method": method]
      guard let total = now.value("rpc_requests", labels), total > 0 else { return nil }
      let count = delta("rpc_request_duration_seconds", ["method": method, "stage": "work"], "count")
      let time =
        delta("rpc_request_duration_seconds", ["method": method, "stage": "work"], "sum")
        + delta("rpc_request_duration_seconds", ["method": method, "stage": "wait"], "sum")
      return Row(
        method: method, calls: delta("rpc_requests", labels, "value") / seconds,
        errors: max(0, now.sum("rpc_errors", labels) - before.sum("rpc_errors", labels)) / seconds,
        mean: count > 0 ? time / count * 1000 : nil,
        p99: (now.value("rpc_request_duration_seconds", ["method": method, "stage": "work"], member: "p99")
          ?? 0) * 1000)
    }
    .sorted { ($0.calls, $1.method) > ($1.calls, $0.method) }
  }

  /// The table, at most `lines` lines.
  func text(columns: Int, lines: Int) -> String {
    var text = summary.map { TextWidth.clip($0, to: columns) + "\n" }
    text.append("\n")
    let width = max(6, min(40, rows.map { TextWidth.columns(of: $0.method) }.max() ?? 6)) + 1
    text.append(
      Self.line("method", ["calls/s", "errors/s", "mean ms", "p99 ms since start"], width, columns))
    for row in rows {
      let cells = [
        LoadReport.short(row.calls), LoadReport.short(row.errors), row.mean.map(LoadReport.short) ?? "-",
        LoadReport.short(row.p99),
      ]
      text.append(Self.line(TextWidth.clip(row.method, to: width - 1), cells, width, columns))
    }
    return text.prefix(max(4, lines)).joined()
  }

  private var summary: [String] {
    func gauge(_ name: String) -> String { now.value(name).map(LoadReport.short) ?? "?" }
    let cpu = delta("process_cpu_seconds", [:], "value") / seconds * 100
    let memory = (now.value("process_resident_memory_bytes") ?? 0) / 1_048_576
    let refused = delta("rpc_connections_refused", [:], "value")
    return [
      "connections \(gauge("rpc_connections"))   in flight \(gauge("rpc_requests_in_flight"))   waiting \(gauge("rpc_requests_waiting"))   refused \(LoadReport.short(refused))",
      "cpu \(LoadReport.short(cpu))%   memory \(LoadReport.short(memory)) MiB   descriptors \(gauge("process_open_fds"))   threads \(gauge("process_threads"))",
      "in \(LoadReport.short(delta("rpc_received_bytes", [:], "value") / seconds / 1024)) KiB/s   out \(LoadReport.short(delta("rpc_sent_bytes", [:], "value") / seconds / 1024)) KiB/s",
    ]
  }

  /// A counter that is smaller than before has begun anew: the server was started again.
  private func delta(_ name: String, _ labels: [String: String], _ member: String) -> Double {
    let value = now.value(name, labels, member: member) ?? 0
    let earlier = before.value(name, labels, member: member) ?? 0
    return value >= earlier ? value - earlier : value
  }

  private static func line(_ name: String, _ cells: [String], _ width: Int, _ columns: Int) -> String {
    let padded = cells.map { String(repeating: " ", count: max(1, 11 - TextWidth.columns(of: $0))) + $0 }
    return TextWidth.clip(TextWidth.padded(name, to: width) + padded.joined(), to: columns) + "\n"
  }
}
