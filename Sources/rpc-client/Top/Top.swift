import ArgumentParser
import Glibc
import RPCCore
import UnixSignals

/// `rpc-client top`.
struct Top: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what a server is doing, again and again: methods, rates, latencies, load.",
    discussion:
      "Reads system.metrics. On a terminal the screen is redrawn until it is interrupted; into a pipe tables are written."
  )

  @OptionGroup var server: ServerOptions

  @Option(help: "Seconds between two looks.")
  var interval = 1.0

  @Option(help: "How many tables to show; without end on a terminal, 1 elsewhere.")
  var iterations: Int?

  func validate() throws {
    guard (0.05...3600).contains(interval) else {
      throw ValidationError("--interval is from 0.05 to 3600 seconds")
    }
    guard iterations.map({ $0 > 0 }) ?? true else { throw ValidationError("--iterations is at least 1") }
  }

  func run() async throws {
    try await server.withClient { client in
      let isScreen = Terminal.isOutputTerminal
      let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
      if isScreen { Terminal.write("\u{1B}[?1049h\u{1B}[?25l") }
      // Whatever ends it, the terminal is as it was.
      defer { if isScreen { Terminal.write("\u{1B}[?25h\u{1B}[?1049l") } }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for await _ in signals { return } }
        group.addTask { try await show(client, isScreen: isScreen) }
        try await group.next()
        group.cancelAll()
      }
    }
  }

  private func show(_ client: RPCClient, isScreen: Bool) async throws {
    let last = iterations ?? (isScreen ? Int.max : 1)
    var before = try await snapshot(client)
    for number in 0..<last {
      do { try await Task.sleep(for: .seconds(interval)) } catch { return }
      let now = try await snapshot(client)
      let text = TopTable(before: before, now: now).text(
        columns: Terminal.columns, lines: isScreen ? Terminal.lines - 1 : .max)
      // Home, and each line cleared to its end: clearing the screen first would flicker.
      Terminal.write(
        isScreen
          ? "\u{1B}[H" + text.replacing("\n", with: "\u{1B}[K\n") + "\u{1B}[J"
          : (number > 0 ? "\n" : "") + text)
      before = now
    }
  }

  private func snapshot(_ client: RPCClient) async throws -> MetricsSnapshot {
    do {
      return MetricsSnapshot(
        try await client.call(
          "system.metrics", .object([.init("format", "json")]), timeout: .seconds(server.timeout),
          isIdempotent: true))
    } catch let error as RPCError where error.code == .methodNotFound {
      throw InputError(status: .usage, message: "this server has no system.metrics, from which top reads")
    }
  }
}
