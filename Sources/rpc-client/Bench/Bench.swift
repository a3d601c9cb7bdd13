import ArgumentParser
import RPCCore

/// `rpc-client bench METHOD [PARAM…]`.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures a method under load: rate, errors and latencies.",
    discussion: """
      rpc-client bench parseArticle page.html --duration 10
      rpc-client bench extractEntities --each --rate 500 --connections 4 < articles.ndjson
      rpc-client bench analyzeArticle --each --rate 2000 --poisson --format json < articles.ndjson

      With --rate calls are due on a schedule that waits for nobody (an open loop), and latency counts from when a
      call was due; without it as many calls are under way as --in-flight says (a closed loop).
      """)

  @OptionGroup var server: ServerOptions

  @Argument(help: "The method's name.", completion: .custom(LiveCompletion.methods))
  var method: String

  @Argument(
    help: "name=text, name=@file, name:=json, name:=@file, or a file.",
    completion: .custom(LiveCompletion.params))
  var params: [String] = []

  @Option(help: "All params as one JSON object; single ones may follow.")
  var json: String?

  @Flag(help: "Params from the lines of standard input, in turn: objects or texts, 64 MiB at most.")
  var each = false

  @Option(help: "Calls due a second: an open loop.")
  var rate: Double?

  @Flag(help: "With --rate: at the random distances of independent callers instead of even ones.")
  var poisson = false

  @Option(
    help:
      "Calls under way at most; without --rate: all the time. As many as connections in a closed loop, 4096 in an open one."
  )
  var inFlight: Int?

  @Option(help: "Connections that the calls are spread over.")
  var connections = 1

  @Option(help: "Seconds that are measured.")
  var duration = 10.0

  @Option(help: "Calls that are measured at most.")
  var calls: Int?

  @Option(help: "Seconds before that, which are not counted.")
  var warmUp = 1.0

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(help: "The report as text or as JSON.")
  var format: Format = .text

  func validate() throws {
    guard rate.map({ (0.001...10_000_000).contains($0) }) ?? true else {
      throw ValidationError("--rate is from 0.001 to 10000000 a second")
    }
    guard !poisson || rate != nil else { throw ValidationError("--poisson goes with --rate") }
    guard (1...1024).contains(connections) else { throw ValidationError("--connections is from 1 to 1024") }
    guard inFlight.map({ (1...65_536).contains($0) }) ?? true else {
      throw ValidationError("--in-flight is from 1 to 65536")
    }
    guard (0.001...86_400).contains(duration), (0...86_400).contains(warmUp) else {
      throw ValidationError("--duration and --warm-up are up to 86400 seconds")
    }
    guard calls.map({ $0 > 0 }) ?? true else { throw ValidationError("--calls is at least 1") }
  }

  func run() async throws {
    try await server.withClients(connections, errorsAsJSON: format == .json) { clients in
      let run = LoadRun(
        clients: clients, method: method, params: try await allParams(clients[0]),
        inFlightMax: inFlight ?? (rate == nil ? connections : 4096), timeout: .seconds(server.timeout))
      let plan = LoadPlan(
        rate.map { .open(rate: $0, isPoisson: poisson) } ?? .closed, warmUp: .seconds(warmUp),
        duration: .seconds(duration), callsMax: calls ?? .max)
      let (statistics, elapsed) = await run.run(plan)
      let report = LoadReport(
        method: method, plan: plan, connections: clients.count, statistics: statistics, elapsed: elapsed)
      Terminal.write(
        format == .json
          ? report.json.line
          : report.text(columns: min(100, Terminal.columns), colours: Terminal.showsColours))
      if statistics.answered == 0 { throw ExitCode(ExitStatus.errorAnswer.rawValue) }
    }
  }

  /// The params of the calls, as JSON.
  private func allParams(_ client: RPCClient) async throws -> [[UInt8]] {
    let description = LazyDescription(client, method, timeout: .seconds(server.timeout))
    var common = try Params(json: json)
    for argument in params { try await common.add(argument) { try await description.value().parameterNames } }
    guard each else { return [common.value.bytes] }
    var input = EachInput(files: [], common: common, names: try? await description.value().parameterNames)
    var all: [[UInt8]] = []
    var bytes = 0
    while let item = try await input.next(except: LineSet()) {
      let params = try item.params.get()
      bytes += params.count
      guard bytes <= LineSource.bytesMax else {
        throw InputError.usage("--each: the lines are over 64 MiB together")
      }
      all.append(params)
    }
    guard !all.isEmpty else { throw InputError.usage("--each: standard input holds no line") }
    return all
  }
}
