import Glibc
import TestSupport
import Testing

@testable import RPCCore

@Suite("Connections under stress and at their end")
struct ConnectionTests {
  @Test("a peer that ends its stream still gets every answer")
  func answersAfterHalfClose() async {
    let server = TestServer()
    let peer = server.connect()
    await peer.send((1...200).map { request($0, "sum", "{\"values\":[\($0)]}") }.joined())
    await peer.shutdownWriting()
    let lines = await peer.receiveAll().split(separator: "\n")
    #expect(lines.count == 200)
    #expect(Set(lines).count == 200)
  }

  @Test("a last line without a line feed is a request too")
  func takesLastLine() async {
    let peer = TestServer().connect()
    await peer.send(request(1, "echo", "{\"text\":\"a\"}").dropLast().utf8)
    await peer.shutdownWriting()
    #expect(await peer.receiveAll().contains("\"result\""))
  }

  @Test("a stream that ends within a frame is told so")
  func tellsOfHalfFrames() async {
    let peer = TestServer().connect()
    await peer.send("Content-Length: 100\r\n\r\n{}")
    await peer.shutdownWriting()
    #expect(await peer.receiveAll().contains("ended within a frame"))
  }

  @Test("the calls of a peer that has gone are cancelled, and its connection is forgotten")
  func cancelsForGonePeers() async {
    let server = TestServer()
    let peer = server.connect()
    await peer.send(request(1, "hold", "{\"text\":\"\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    await peer.close()
    #expect(await eventually { server.gate.cancelled == 1 })
    #expect(await eventually { server.runtime.status.connections == 0 })
  }

  @Test("a peer that does not read is not read from, and others are served meanwhile")
  func stalledReaderDoesNotBlockOthers() async {
    // The other tests' work may keep this one from reading for longer than a service would wait.
    var limits = RPCLimits()
    limits.writeTimeMax = .seconds(600)
    let server = TestServer(limits: limits)
    let stalled = server.connect()
    // 300 answers of 1.2 MB each would be 360 MB; the server may hold only a few of them.
    await stalled.send((1...300).map { request($0, "repeat", "{\"values\":[400000]}") }.joined())
    let other = server.connect()
    for id in 1...50 {
      await other.send(request(id, "echo", "{\"text\":\"a\"}"))
      #expect(await other.receiveLine()?.contains("\"id\":\(id)") == true)
    }
    #expect(residentMiB() < 250)
    await stalled.shutdownWriting()
    var count = 0
    while let line = await stalled.receiveLine(), line.utf8.count > 1_000_000 { count += 1 }
    #expect(count == 300)
  }

  @Test("large answers arrive whole")
  func sendsLargeAnswers() async throws {
    let server = TestServer()
    let client = await server.client()
    let text = String(repeating: "한솔", count: 1_000_000)
    #expect(try await client.call(TestServer.echo, Text(text: text), timeout: .seconds(60)).text == text)
    await client.close()
  }

  @Test("many clients with many calls each get their own answers")
  func mixesCalls() async throws {
    let server = TestServer()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let client = await server.client()
          try await withThrowingTaskGroup(of: Void.self) { calls in
            for call in 0..<50 {
              calls.addTask {
                let sum = try await client.call(TestServer.sum, Numbers(values: [number, call]))
                #expect(sum == number + call)
              }
            }
            try await calls.waitForAll()
          }
          await client.close()
        }
      }
      try await group.waitForAll()
    }
    #expect(await eventually { server.runtime.status.connections == 0 })
  }

  @Test("connections that come and go with unread answers leave nothing behind")
  func survivesChurn() async {
    let server = TestServer()
    let before = openDescriptors()
    for round in 0..<300 {
      let peer = server.connect()
      await peer.send(request(1, "repeat", "{\"values\":[100000]}"))
      if round % 3 == 0 { _ = await peer.receive() }
      await peer.close()
    }
    #expect(await eventually { server.runtime.status.connections == 0 })
    #expect(await eventually { openDescriptors() <= before + 4 })
  }

  @Test("connections beyond a user's limit are refused in one clear line")
  func boundsConnections() async {
    var limits = RPCLimits()
    limits.connectionsPerUserMax = 3
    let server = TestServer(limits: limits)
    let peers = (0..<3).map { _ in server.connect() }
    let refused = server.connect()
    #expect(await refused.receiveAll().contains("-32009"))
    await peers[0].close()
    #expect(await eventually { server.runtime.status.connections == 2 })
    let next = server.connect()
    await next.send(request(1, "echo", "{\"text\":\"a\"}"))
    #expect(await next.receiveLine()?.contains("result") == true)
  }

  @Test("calls beyond the server's budget are refused and may be retried")
  func boundsCalls() async throws {
    var limits = RPCLimits()
    limits.callsMax = 2
    let server = TestServer(limits: limits)
    let peer = server.connect()
    await peer.send((1...3).map { request($0, "hold", "{\"text\":\"a\"}") }.joined())
    let answer = try RPCJSON(parsing: Array((await peer.receiveLine() ?? "").utf8))
    #expect(answer.value(at: "/error/code")?.int == -32009)
    #expect(answer.value(at: "/error/data/retryAfterMs")?.int ?? 0 > 0)
    #expect(answer.value(at: "/error/data/retryable") == true)
    server.gate.open()
    #expect(await peer.receiveLine()?.contains("result") == true)
    #expect(await peer.receiveLine()?.contains("result") == true)
  }

  @Test("a drained server answers what it has accepted and closes idle connections")
  func drains() async {
    let server = TestServer()
    let idle = server.connect()
    let busy = server.connect()
    await busy.send(request(1, "hold", "{\"text\":\"a\"}") + request(2, "echo", "{\"text\":\"b\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    async let drained: Void = server.runtime.drain()
    #expect(await idle.receiveAll().isEmpty)
    server.gate.open()
    #expect(await busy.receiveAll().split(separator: "\n").count == 2)
    await drained
    #expect(server.runtime.status.connections == 0)
  }

  @Test("calls that outlast the drain are answered with -32010")
  func expires() async {
    var limits = RPCLimits()
    limits.drainTimeMax = .milliseconds(100)
    let server = TestServer(limits: limits)
    let peer = server.connect()
    await peer.send(request(1, "hold", "{\"text\":\"a\"}"))
    #expect(await eventually { server.gate.entered == 1 })
    await server.runtime.drain()
    #expect(await peer.receiveAll().contains("-32010"))
  }

  @Test("half a frame is not waited for for ever")
  func timesOutHalfFrames() async {
    var limits = RPCLimits()
    limits.frameTimeMax = .milliseconds(100)
    let peer = TestServer(limits: limits).connect()
    await peer.send("{\"jsonrpc\":")
    #expect(await peer.receiveAll().contains("-32700"))
  }

  private func openDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }

  private func residentMiB() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return .max }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return .max }
    let fields = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
    return (Int(fields[1]) ?? .max / 4096) * 4096 >> 20
  }
}
