import Glibc
import Synchronization
import TestSupport
import Testing

@testable import RPCCore

@Suite("What a review found that a peer could do")
struct HostilePeersTests {
  /// A run of marks is one character, which costs Swift's comparison its square: this one minutes.
  private static let marks = String(large: "\u{301}\u{316}", count: 200_000)

  @Test(
    "a run of combining marks anywhere costs no more than its bytes",
    arguments: [
      #"{"jsonrpc":"2.0","id":1,"method":"r@"}"#, #"{"jsonrpc":"\u0032@","id":1,"method":"echo"}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"echo","meta":{"\u0061@":1}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"rpc.cancel","params":{"\u0061@":1}}"#,
      #"{"jsonrpc":"2.0","id":1,"error":{"a@":1}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"sum","params":{"a@":1}}"#,
      #"{"jsonrpc":"2.0","id":"a@","method":"echo","params":{"text":"b"}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"choose","params":{"color":"red@"}}"#,
    ])
  func marks(_ template: String) async {
    let peer = TestServer().connect()
    let pieces = template.split(separator: "@", omittingEmptySubsequences: false)
    let clock = ContinuousClock()
    let start = clock.now
    await peer.send(pieces[0] + Self.marks + pieces[1] + "\n")
    #expect(await peer.receiveLine() != nil)
    // The square would be hours.
    #expect(clock.now - start < .seconds(30))
  }

  @Test("what a peer has read is not held against it")
  func returnsTheBudget() async {
    let server = TestServer()
    let peer = server.connect()
    await peer.send(request(1, "repeat", "{\"values\":[4000000]}"))
    #expect((await peer.receiveLine()?.utf8.count ?? 0) > 12_000_000)
    #expect(await eventually { server.runtime.status.heldBytes == 0 })
    await peer.send(request(2, "echo", "{\"text\":\"a\"}"))
    #expect(await peer.receiveLine()?.contains("\"result\"") == true)
  }

  @Test("what is worked on is bounded by its bytes, those of its id as well")
  func boundsBytesUnderWay() async {
    var limits = RPCLimits()
    limits.callBytesMax = 1 << 20
    let server = TestServer(limits: limits)
    let peer = server.connect()
    let id = String(large: "가", count: 250_000)
    await peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"\(id)\",\"method\":\"hold\",\"params\":{\"text\":\"\"}}\n")
    #expect(await eventually { server.gate.entered == 1 })
    await peer.send(
      "{\"jsonrpc\":\"2.0\",\"id\":\"1\(id)\",\"method\":\"hold\",\"params\":{\"text\":\"\"}}\n")
    #expect(await peer.receiveLine()?.contains("-32009") == true)
    server.gate.open()
    #expect(await peer.receiveLine()?.contains("\"result\"") == true)
    await peer.send(request(2, "echo", "{\"text\":\"a\"}"))
    #expect(await peer.receiveLine()?.contains("\"result\"") == true)
  }

  @Test("requests that wait are bounded by their bytes, and booked")
  func boundsWaitingBytes() async {
    var limits = RPCLimits()
    limits.waitingBytesMax = 1 << 20
    limits.callsPerConnectionMax = 1
    let server = TestServer(limits: limits)
    let peer = server.connect()
    let text = String(large: "가", count: 100_000)
    await peer.send(request(0, "hold", "{\"text\":\"\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    let sender = Task {
      await peer.send((1...40).map { request($0, "measure", "{\"text\":\"\(text)\"}") }.joined())
    }
    #expect(await eventually { server.runtime.status.heldBytes > 1 << 20 })
    for _ in 0..<20 {
      try? await Task.sleep(for: .milliseconds(5))
      #expect(server.runtime.status.heldBytes < 4 << 20)
    }
    server.gate.open()
    _ = await sender.value
    for _ in 0...40 { #expect(await peer.receiveLine()?.contains("\"result\"") == true) }
    #expect(await eventually { server.runtime.status.heldBytes == 0 })
  }

  @Test("a peer that leaves calls and frames behind leaves nothing booked, and no more of it is begun")
  func forgetsDeadPeers() async {
    var limits = RPCLimits()
    limits.callsWaitingMax = 4
    limits.callsPerConnectionMax = 4
    let server = TestServer(limits: limits)
    let peer = server.connect()
    await peer.send((1...200).map { request($0, "hold", "{\"text\":\"\"}") }.joined())
    #expect(await eventually { server.gate.entered == 4 })
    await peer.close()
    #expect(await eventually { server.gate.cancelled == 4 && server.runtime.status.connections == 0 })
    #expect(await eventually { server.runtime.status.heldBytes == 0 })
    try? await Task.sleep(for: .milliseconds(50))
    #expect(server.gate.entered == 4)
  }

  @Test("with every worker blocked, the users' connections still take turns")
  func takesTurnsWhenWorkersBlock() async throws {
    var limits = RPCLimits()
    limits.workersMax = 2
    let server = TestServer(limits: limits)
    let greedy = server.connect()
    await greedy.send((1...200).map { request($0, "block", "{\"values\":[20]}") }.joined())
    let modest = server.connect()
    await modest.send(request(1, "block", "{\"values\":[1]}"))
    let before = server.blocked.withLock(\.self)
    let line = await modest.receiveLine() ?? ""
    let place = try RPCJSON(parsing: Array(line.utf8))["result"]?.int ?? 0
    // The answer is how many had run: two of the greedy connection's, and one or two more that had their turn.
    #expect(place > 0 && place - before < 10, "\(before) before, \(line)")
    for _ in 1...200 { #expect(await greedy.receiveLine() != nil) }
  }

  @Test("a worker that is free does not stand idle behind one that is not")
  func takesJobsFromOneQueue() async {
    var limits = RPCLimits()
    limits.workersMax = 2
    let server = TestServer(limits: limits)
    let slow = server.connect()
    await slow.send(request(1, "wall"))
    let quick = server.connect()
    for id in 1...20 {
      await quick.send(request(id, "block", "{\"values\":[0]}"))
      #expect(await quick.receiveLine()?.contains("\"result\"") == true)
    }
    server.gate.open()
    #expect(await slow.receiveLine()?.contains("\"result\"") == true)
  }

  @Test("a name that ends in NUL is another name")
  func tellsNUL() async {
    let peer = TestServer().connect()
    await peer.send(#"{"jsonrpc":"2.0","id":1,"method\u0000":"echo","params":{"text":"a"}}"# + "\n")
    #expect(await peer.receiveLine()?.contains("-32600") == true)
  }

  @Test("the most negative whole number is a number like any other")
  func writesLeastInteger() throws {
    let bytes = try JSONEncoding.bytes(of: [-0x1p63])
    #expect(String(decoding: bytes, as: UTF8.self) == "[-9.223372036854776e+18]")
  }

  @Test("an empty array is what no params are")
  func takesEmptyArrays() async {
    let peer = TestServer().connect()
    await peer.send(request(1, "nothing", "[]"))
    #expect(await peer.receiveLine()?.contains("\"result\"") == true)
  }

  @Test("a last line that is too long is told so, though it does not end")
  func tellsTooLongAtTheEnd() async {
    var limits = RPCLimits()
    limits.requestBytesMax = 1000
    let peer = TestServer(limits: limits).connect()
    await peer.send("{" + String(repeating: " ", count: 5000))
    await peer.shutdownWriting()
    let all = await peer.receiveAll()
    #expect(all.contains("-32007") && !all.contains("-32700"))
  }
}
