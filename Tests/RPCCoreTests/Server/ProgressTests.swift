import Synchronization
import Testing

@testable import RPCCore

@Suite("Progress of long calls")
struct ProgressTests {
  @Test("with a token the caller hears how far the call is, in order, and then its answer")
  func tells() async throws {
    let peer = TestServer().connect()
    await peer.send(request(7, "count", "{\"values\":[3]}", meta: "{\"progressToken\":\"\\u0070\"}"))
    for number in 0..<3 {
      let expected =
        #"{"jsonrpc":"2.0","method":"rpc.progress","params":{"token":"\u0070","done":\#(number),"total":3,"message":"하나"}}"#
      #expect(await peer.receiveLine() == expected)
    }
    #expect(await peer.receiveLine() == #"{"jsonrpc":"2.0","id":7,"result":3}"#)
  }

  @Test("without a token there is no news")
  func isSilentUnasked() async {
    let peer = TestServer().connect()
    await peer.send(request(7, "count", "{\"values\":[3]}"))
    #expect(await peer.receiveLine() == #"{"jsonrpc":"2.0","id":7,"result":3}"#)
  }

  @Test("work that floods a peer which does not read waits for it, and the others do not")
  func waitsForSlowReaders() async throws {
    var limits = RPCLimits()
    limits.unreadBytesMax = 64 << 10
    // The other tests' work may keep this one from reading for longer than a service would wait.
    limits.writeTimeMax = .seconds(600)
    limits.callTimeMax = .seconds(600)
    let server = TestServer(limits: limits)
    let slow = server.connect()
    let count = 50_000
    await slow.send(request(1, "count", "{\"values\":[\(count)]}", meta: "{\"progressToken\":1}"))
    let other = server.connect()
    for _ in 0..<200 {
      await other.send(request(2, "echo", "{\"text\":\"b\"}"))
      #expect(await other.receiveLine()?.contains("\"result\"") == true)
    }
    // Some 5 MB were to be told; what is held of them is the bound, and a turn above it.
    #expect(server.runtime.status.heldBytes < 1 << 20)
    var lines = 0
    while let line = await slow.receiveLine(), !line.contains("\"result\"") { lines += 1 }
    #expect(lines == count)
  }

  @Test("a call that is cancelled tells nothing after its answer")
  func isSilentAfterTheAnswer() async throws {
    let peer = TestServer().connect()
    await peer.send(
      request(1, "count", "{\"values\":[100000000]}", meta: "{\"progressToken\":1}")
        + #"{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":1}}"# + "\n")
    while let line = await peer.receiveLine(), !line.contains("-32800") {}
    await peer.send(request(2, "echo", "{\"text\":\"b\"}"))
    #expect(await peer.receiveLine() == #"{"jsonrpc":"2.0","id":2,"result":{"text":"b"}}"#)
  }

  @Test("a client hands the news of each call to who made it")
  func reachesTheClient() async throws {
    let client = await TestServer().client()
    let seen = Mutex<[Int]>([])
    let result = try await client.call("count", ["values": [4]]) { progress in
      seen.withLock { $0.append(progress.done) }
    }
    #expect(result.int == 4)
    #expect(seen.withLock(\.self) == [0, 1, 2, 3])
    await client.close()
  }
}
