import RPCCore
import Testing

@testable import rpc_client

@Suite("Load") struct LoadTests {
  @Test("an open loop's calls are due at even distances, until the end")
  func even() {
    var plan = LoadPlan(
      .open(rate: 4, isPoisson: false), warmUp: .seconds(1), duration: .seconds(1), callsMax: .max)
    var due: [Double] = []
    while let next = plan.next() { due.append(next.seconds) }
    #expect(due == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75])
  }

  @Test("a Poisson process has its rate, distances as wide as their mean, and one schedule for one seed")
  func poisson() {
    func schedule() -> [Double] {
      var plan = LoadPlan(
        .open(rate: 1000, isPoisson: true), warmUp: .zero, duration: .seconds(20), callsMax: .max, seed: 7)
      var due: [Double] = []
      while let next = plan.next() { due.append(next.seconds) }
      return due
    }
    let due = schedule()
    #expect(due == schedule())
    #expect((19_000...21_000).contains(due.count))
    let distances = zip(due.dropFirst(), due).map { $0 - $1 }
    let mean = distances.reduce(0, +) / Double(distances.count)
    let variance = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(distances.count)
    // Of an exponential distribution the deviation is the mean; of even distances it is 0.
    #expect(abs(variance.squareRoot() / mean - 1) < 0.05)
  }

  @Test("every call is counted once, by what became of it")
  func statistics() {
    let recorder = LoadRecorder()
    recorder.answered(after: .milliseconds(2), bytes: 10)
    recorder.failed(RPCError(.overloaded, "no", retryable: true))
    recorder.failed(RPCError(.invalidParams, "no"))
    recorder.failed(RPCClientError.lost)
    recorder.failed(RPCClientError.timedOut)
    let result = recorder.result
    #expect(result.calls == 5)
    #expect([result.answered, result.refused, result.lost, result.timedOut] == [1, 1, 1, 1])
    #expect(result.errors == ["invalid-params": 1])
  }

  @Test("the picture's bars grow with the latency, on a logarithmic scale")
  func picture() {
    let lines = LatencyPicture(columns: 60, colours: false).text([("p50", 1), ("p99", 10), ("max", 100)])
      .split(separator: "\n")
    let bars = lines.map { TextWidth.columns(of: $0.filter { $0 == "█" }) }
    #expect(bars[0] == 1 && bars[2] > bars[1] && bars[1] > bars[0])
    #expect(abs(bars[2] - 2 * bars[1]) <= 2)
    #expect(lines.allSatisfy { TextWidth.columns(of: String($0)) <= 60 })
  }
}

@Suite("Recordings") struct CaptureTests {
  @Test("a frame is a line, whatever is in it")
  func frames() {
    for body in ["{\"id\":1}", "{\n \"id\": 2}", "no json\u{0}", ""] {
      let frame = CapturedFrame(
        connection: 3, direction: .answer, afterMs: 1.5, framing: .lines, body: Array(body.utf8))
      let line = frame.line
      #expect(line.last == UInt8(ascii: "\n") && !line.dropLast().contains(UInt8(ascii: "\n")))
      let read = CapturedFrame(line: line.dropLast())
      #expect(read?.connection == 3 && read?.direction == .answer && read?.framing == .lines)
      let isJSON = (try? RPCJSON(parsing: Array(body.utf8))) != nil
      #expect(isJSON || read?.body == Array(body.utf8))
    }
  }

  @Test(
    "request and answer are joined by their ids",
    arguments: [
      ("{\"id\":1,\"method\":\"m\"}", "{\"result\":1,\"id\":1}"),
      (
        "[{\"id\":\"b\",\"method\":\"m\"},{\"method\":\"n\"},{\"id\":2,\"method\":\"m\"}]",
        "[{\"id\":2},{\"id\":\"b\"}]"
      ),
      ("no json", "{\"id\":null,\"error\":{}}"),
    ])
  func ids(_ request: String, _ answer: String) {
    func frame(_ direction: CapturedFrame.Direction, _ body: String) -> CapturedFrame {
      CapturedFrame(connection: 1, direction: direction, afterMs: 0, framing: .lines, body: Array(body.utf8))
    }
    #expect(frame(.request, request).id == frame(.answer, answer).id)
    #expect(frame(.request, "{\"method\":\"n\"}").id == nil)
    #expect(frame(.answer, "{\"method\":\"rpc.progress\",\"params\":{}}").id == nil)
  }

  @Test(
    "values differ at the places where they do, and nowhere else",
    arguments: [
      ("{\"a\":1,\"b\":[1,2]}", "{\"b\":[1,2.0],\"a\":1}", []),
      ("{\"a\":1}", "{\"a\":2,\"b\":3}", ["/a", "/b"]),
      ("{\"a/b\":[{\"c\":1}]}", "{\"a/b\":[{\"c\":2},3]}", ["/a~1b/0/c", "/a~1b/1"]),
      ("[1]", "{}", [""]),
    ] as [(String, String, [String])])
  func differences(_ a: String, _ b: String, _ pointers: [String]) throws {
    let (a, b) = (try RPCJSON(parsing: Array(a.utf8)), try RPCJSON(parsing: Array(b.utf8)))
    #expect(JSONDifference.between(a, b).map(\.pointer) == pointers)
    #expect(JSONDifference.between(a, b, ignoring: pointers).isEmpty)
  }

  @Test("what may differ anywhere in a list")
  func wildcard() throws {
    let a = try RPCJSON(parsing: Array("{\"m\":[{\"s\":1},{\"s\":2}]}".utf8))
    let b = try RPCJSON(parsing: Array("{\"m\":[{\"s\":3},{\"s\":4}]}".utf8))
    #expect(JSONDifference.between(a, b).count == 2)
    #expect(JSONDifference.between(a, b, ignoring: ["/m/*/s"]).isEmpty)
  }
}
