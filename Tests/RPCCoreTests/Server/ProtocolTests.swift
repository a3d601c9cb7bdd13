import TestSupport
import Testing

@testable import RPCCore

@Suite("The protocol as a peer sees it")
struct ProtocolTests {
  private func answer(_ line: String?) throws -> RPCJSON { try RPCJSON(parsing: Array((line ?? "").utf8)) }

  @Test("lines are answered in lines")
  func answersInLines() async {
    let peer = TestServer().connect()
    await peer.send(request(1, "echo", "{\"text\":\"한솔\"}"))
    #expect(await peer.receiveLine() == #"{"jsonrpc":"2.0","id":1,"result":{"text":"한솔"}}"#)
  }

  @Test("headers are answered with headers that count bytes")
  func answersInHeaders() async {
    let peer = TestServer().connect()
    let body = #"{"jsonrpc":"2.0","id":"가","method":"echo","params":{"text":"😀"}}"#
    await peer.send("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    await peer.shutdownWriting()
    let expected = #"{"jsonrpc":"2.0","id":"가","result":{"text":"😀"}}"#
    #expect(await peer.receiveAll() == "Content-Length: \(expected.utf8.count)\r\n\r\n\(expected)")
  }

  @Test(
    "each error says its code, its kind and its place",
    arguments: [
      ("{\"jsonrpc\":\"2.0\",\"id\":1,}\n", -32700, "parse-error", "/error/data/offset"),
      ("[]\n", -32600, "invalid-request", "/error/data/pointer"),
      (request(1, "ehco"), -32601, "method-not-found", "/error/data/nearest/0"),
      (request(1, "echo", "{\"txt\":\"\"}"), -32602, "invalid-params", "/error/data/pointer"),
      (request(1, "echo", "[1]"), -32602, "invalid-params", "/error/data/pointer"),
      (request(1, "echo", "[\"a\",2]"), -32602, "invalid-params", "/error/data/expected"),
      (request(1, "fail"), -32603, "internal-error", "/error/data/reference"),
      (request(1, "restricted"), -32011, "forbidden", "/error/data/hint"),
      (
        request(1, "hold", "{\"text\":\"\"}", meta: "{\"timeoutMs\":20}"), -32001, "deadline-exceeded",
        "/error/message"
      ),
    ])
  func errors(_ request: String, code: Int, kind: String, member: String) async throws {
    let peer = TestServer().connect()
    await peer.send(request)
    let answer = try await answer(peer.receiveLine())
    #expect(answer.value(at: "/error/code")?.int == code)
    #expect(answer.value(at: "/error/data/kind")?.string == kind)
    #expect(answer.value(at: member) != nil)
    #expect(!answer.line.contains("secret"))
  }

  @Test("after an error in a line the next line is served")
  func resynchronisesAtLines() async {
    let peer = TestServer().connect()
    await peer.send("{nonsense\n" + request(2, "sum", "{\"values\":[1,2,3]}"))
    #expect(await peer.receiveLine()?.contains("-32700") == true)
    #expect(await peer.receiveLine() == #"{"jsonrpc":"2.0","id":2,"result":6}"#)
  }

  @Test("after a bad header the peer is told once, then the connection ends")
  func endsAfterBadHeader() async {
    let peer = TestServer().connect()
    await peer.send("Content-Length: x\r\n\r\n{}")
    let all = await peer.receiveAll()
    #expect(all.contains("-32700") && all.hasPrefix("Content-Length: "))
  }

  @Test("a batch is answered in its order, notifications in it are not, and one of only those is not at all")
  func answersBatches() async throws {
    let peer = TestServer().connect()
    await peer.send("[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"text\":\"x\"}}]\n")
    await peer.send(
      "[\(request(1, "sum", "{\"values\":[2,3]}").dropLast()),{\"jsonrpc\":\"2.0\",\"method\":\"echo\"},1,"
        + "\(request(2, "echo", "{\"text\":\"y\"}").dropLast())]\n")
    let answer = try await answer(peer.receiveLine())
    #expect(answer.array?.count == 3)
    #expect(answer[0]?["result"]?.int == 5)
    #expect(answer[1]?.value(at: "/error/code")?.int == -32600)
    #expect(answer[2]?.value(at: "/result/text")?.string == "y")
  }

  @Test("an id that is in flight is refused, and free again after its answer")
  func refusesLiveIDs() async throws {
    let server = TestServer()
    let peer = server.connect()
    await peer.send(request(1, "hold", "{\"text\":\"a\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    await peer.send(request(1, "echo", "{\"text\":\"b\"}"))
    #expect(try await answer(peer.receiveLine()).value(at: "/error/data/pointer")?.string == "/id")
    server.gate.open()
    #expect(try await answer(peer.receiveLine()).value(at: "/result/text")?.string == "a")
    await peer.send(request(1, "echo", "{\"text\":\"c\"}"))
    #expect(try await answer(peer.receiveLine()).value(at: "/result/text")?.string == "c")
  }

  @Test(
    "a cancelled call is answered once, with -32800, and its work ends",
    arguments: ["rpc.cancel", "$/cancelRequest"])
  func cancels(_ method: String) async throws {
    let server = TestServer()
    let peer = server.connect()
    await peer.send(request(1, "hold", "{\"text\":\"a\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    await peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"\(method)\",\"params\":{\"id\":1}}\n")
    #expect(try await answer(peer.receiveLine()).value(at: "/error/code")?.int == -32800)
    #expect(await eventually { server.gate.cancelled == 1 })
    await peer.send(request(2, "echo", "{\"text\":\"b\"}"))
    #expect(await peer.receiveLine()?.contains("\"id\":2") == true)
  }

  @Test("a request over the limit is answered, and the connection lives on")
  func survivesLargeRequests() async throws {
    var limits = RPCLimits()
    limits.requestBytesMax = 1000
    let peer = TestServer(limits: limits).connect()
    await peer.send(request(1, "echo", "{\"text\":\"\(String(repeating: "x", count: 200_000))\"}"))
    let answer = try await answer(peer.receiveLine())
    #expect(answer.value(at: "/error/code")?.int == -32007)
    #expect(answer.value(at: "/error/data/limit")?.int == 1000)
    await peer.send(request(2, "echo", "{\"text\":\"b\"}"))
    #expect(await peer.receiveLine()?.contains("\"id\":2") == true)
  }

  @Test("an answer over the limit is refused with both sizes")
  func refusesLargeAnswers() async throws {
    var limits = RPCLimits()
    limits.responseBytesMax = 1000
    let peer = TestServer(limits: limits).connect()
    await peer.send(request(1, "repeat", "{\"values\":[1000]}"))
    let answer = try await answer(peer.receiveLine())
    #expect(answer.value(at: "/error/code")?.int == -32008)
    #expect(answer.value(at: "/error/data/actual")?.int == 3011)
  }

  @Test("rpc.discover lists every method with its params")
  func discovers() async throws {
    let client = await TestServer().client()
    let document = try await client.call("rpc.discover")
    let methods = document["methods"]?.array ?? []
    let names = Set(methods.compactMap { $0["name"]?.string })
    #expect(names.isSuperset(of: ["rpc.discover", "system.whoami", "echo"]))
    let echo = methods.first { $0["name"] == "echo" }
    #expect(echo?.value(at: "/params/0/name") == "text")
    #expect(echo?.value(at: "/params/0/required") == true)
    #expect(echo?["x-idempotent"] == true)
    await client.close()
  }

  @Test("whoami tells the peer's user and the limits")
  func tellsWho() async throws {
    let client = await TestServer().client()
    let reply = try await client.call("system.whoami")
    #expect(reply["pid"]?.int != nil)
    #expect(reply.value(at: "/limits/requestBytes")?.int == 32 << 20)
    await client.close()
  }
}

extension RPCJSON {
  fileprivate var line: String { String(decoding: bytes, as: UTF8.self) }
}
