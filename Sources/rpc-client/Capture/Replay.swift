import ArgumentParser
import RPCCore

/// `rpc-client replay FILE`.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sends recorded requests again and compares the answers.",
    discussion: """
      rpc-client replay capture.ndjson
      rpc-client replay capture.ndjson --ignore /result/uptimeSeconds --ignore '/result/matches/*/similarity'
      rpc-client replay capture.ndjson --update

      Requests are sent in the order in which they were recorded, each when the one before it was answered. Exit
      status 0: the answers are the recorded ones; 1: they differ, and where is written on standard output.
      """)

  @OptionGroup var server: ServerOptions

  @Argument(help: "A file that record wrote.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "What may differ: a JSON pointer into the answer; * stands for any member.", valueName: "pointer"))
  var ignore: [String] = []

  @Flag(help: "Send the requests at the pace at which they were recorded.")
  var timing = false

  @Flag(help: "Write the new answers into the file instead of comparing.")
  var update = false

  func run() async throws {
    do {
      try await replay()
    } catch {
      guard let failure = Failure.of(error) else { throw error }
      try failure.end(asJSON: false)
    }
  }

  private func replay() async throws {
    guard case .path(let path) = try ServerAddress(server.address) else {
      throw InputError.usage("replay reaches its server by a socket file")
    }
    var frames = try CaptureFile.read(file)
    let answers = Self.answers(of: frames)
    var peers: [Int: RawPeer] = [:]
    var (compared, different) = (0, 0)
    let start = ContinuousClock.now
    for number in frames.indices where frames[number].direction == .request {
      let request = frames[number]
      if timing { try await Task.sleep(until: start + .seconds(request.afterMs / 1000), clock: .continuous) }
      let peer = try peers[request.connection] ?? RawPeer(path, timeout: server.timeout)
      peers[request.connection] = peer
      try peer.send(request)
      guard let id = request.id else { continue }
      let answer = try Self.answer(to: id, request, peer)
      guard let recorded = answers[Key(request.connection, id)] else { continue }
      compared += 1
      if update {
        frames[recorded].body = answer
      } else if report(frames[recorded].body, answer, request) {
        different += 1
      }
    }
    if update { try CaptureFile.write(frames, to: file) }
    Terminal.writeError(
      "rpc-client: \(compared) answers \(update ? "written" : "compared")\(update ? "" : ", \(different) differ")"
    )
    if different > 0 { throw ExitCode(ExitStatus.errorAnswer.rawValue) }
  }

  private struct Key: Hashable {
    let connection: Int
    let id: String

    init(_ connection: Int, _ id: String) {
      self.connection = connection
      self.id = id
    }
  }

  private static func answers(of frames: [CapturedFrame]) -> [Key: Int] {
    var answers: [Key: Int] = [:]
    for number in frames.indices where frames[number].direction == .answer {
      if let id = frames[number].id { answers[Key(frames[number].connection, id)] = number }
    }
    return answers
  }

  /// Progress and other calls' answers may come before it.
  private static func answer(to id: String, _ request: CapturedFrame, _ peer: RawPeer) throws -> [UInt8] {
    while true {
      let body = try peer.receive()
      let frame = CapturedFrame(
        connection: request.connection, direction: .answer, afterMs: 0, framing: request.framing, body: body)
      // What the server could not read is answered with no id.
      if frame.id == id || frame.id == "null" { return body }
    }
  }

  /// Writes where two answers differ; whether they do.
  private func report(_ before: [UInt8], _ after: [UInt8], _ request: CapturedFrame) -> Bool {
    guard let old = try? RPCJSON(parsing: before, depthMax: 1000),
      let new = try? RPCJSON(parsing: after, depthMax: 1000)
    else { return before != after }
    let differences = JSONDifference.between(old, new, ignoring: ignore)
    guard !differences.isEmpty else { return false }
    let method = (try? RPCJSON(parsing: request.body, depthMax: 1000))?["method"]?.string ?? "request"
    Terminal.write(
      "\(TextWidth.printable(method)) (connection \(request.connection), id \(request.id ?? "none")):\n")
    for difference in differences { Terminal.write("  \(TextWidth.printable(difference.line))\n") }
    return true
  }
}
