import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import RPCCore

/// A server on a socket file that can be taken away and put back.
private final class FileServer: Sendable {
  let directory = TemporaryDirectory()
  var path: String { directory.file("s") }

  func start() async throws -> (server: TestServer, running: Task<Void, any Error>) {
    let server = TestServer()
    try await server.runtime.listen(on: UnixSocket.listen(at: path), access: .everyone)
    let running = Task { try await server.runtime.run() }
    return (server, running)
  }
}

@Suite("The client")
struct RPCClientTests {
  @Test("many calls are under way at once, in both framings", arguments: RPCFraming.allCases)
  func callsAtOnce(_ framing: RPCFraming) async throws {
    let (socket, other) = RawSocket.pair()
    let server = TestServer()
    server.runtime.open(other, access: .everyone)
    let descriptor = dup(socket.descriptor)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var options = RPCClientOptions()
    options.framing = framing
    let client = await RPCClient.onSocket(descriptor, options: options)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<100 {
        group.addTask { try await client.call(TestServer.sum, Numbers(values: [number, 1])) - number }
      }
      for try await result in group { #expect(result == 1) }
    }
    await client.close()
  }

  @Test("a result that is not what the contract says is the server's fault, not the caller's")
  func otherReply() async throws {
    let client = await TestServer().client()
    let other = RPCMethod<Text, Numbers>("echo")
    await #expect {
      try await client.call(other, Text(text: "a"))
    } throws: { error in
      if case RPCClientError.malformedAnswer = error { true } else { false }
    }
    await client.close()
  }

  @Test("cancelling the task cancels the call")
  func cancels() async throws {
    let server = TestServer()
    let client = await server.client()
    let call = Task { try await client.call("hold", ["text": "a"]) }
    #expect(await eventually { server.gate.entered == 1 })
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    #expect(await eventually { server.gate.cancelled == 1 })
    #expect(try await client.call(TestServer.echo, Text(text: "b")).text == "b")
    await client.close()
  }

  @Test("a call that is cancelled before it begins is not carried out")
  func cancelsBeforehand() async throws {
    let client = await TestServer().client()
    let call = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.call(TestServer.echo, Text(text: "a"))
    }
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    await client.close()
  }

  @Test("a call under way when the connection is lost fails as lost, one after it as not sent")
  func tellsLost() async throws {
    let (peer, other) = RawSocket.pair()
    let client = await RPCClient.onSocket(other)
    let call = Task { try await client.call("echo", ["text": "a"]) }
    #expect(await peer.receive().isEmpty == false)
    await peer.close()
    await #expect(throws: RPCClientError.lost) { try await call.value }
    await #expect(throws: RPCClientError.notSent) { try await client.call("echo", ["text": "b"]) }
  }

  @Test("a request of which nothing was sent fails as not sent, one that was begun as lost")
  func tellsNotSent() async throws {
    let (peer, other) = RawSocket.pair()
    let client = await RPCClient.onSocket(other)
    // Larger than the socket's buffers, and never read.
    let begun = Task {
      try await client.call("echo", ["text": .string(String(large: "가", count: 2_000_000))])
    }
    #expect(await eventually { await client.hasUnwrittenBytes })
    let waiting = Task { try await client.call("echo", ["text": "a"]) }
    #expect(await eventually { await client.hasUntouchedBytes })
    await peer.close()
    await #expect(throws: RPCClientError.notSent) { try await waiting.value }
    await #expect(throws: RPCClientError.lost) { try await begun.value }
  }

  @Test("an answer without an id that refuses the connection fails its calls with what it says")
  func hearsRefusals() async throws {
    let (peer, other) = RawSocket.pair()
    var options = RPCClientOptions()
    options.framing = .lines
    let client = await RPCClient.onSocket(other, options: options)
    let call = Task { try await client.call("echo", ["text": "a"]) }
    _ = await peer.receiveLine()
    await peer.send(
      #"{"jsonrpc":"2.0","id":null,"error":{"code":-32009,"message":"full","data":{"kind":"overloaded","retryAfterMs":7}}}"#
        + "\n")
    await #expect {
      try await call.value
    } throws: { error in
      (error as? RPCError)?.code == .overloaded && (error as? RPCError)?.details.retryAfterMs == 7
    }
  }

  @Test("what is no answer fails the calls as malformed", arguments: ["{nonsense\n", "{}\n", "[1]\n"])
  func refusesNonsense(_ line: String) async throws {
    let (peer, other) = RawSocket.pair()
    var options = RPCClientOptions()
    options.framing = .lines
    let client = await RPCClient.onSocket(other, options: options)
    let call = Task { try await client.call("echo", ["text": "a"]) }
    _ = await peer.receiveLine()
    await peer.send(line)
    await #expect {
      try await call.value
    } throws: { if case RPCClientError.malformedAnswer = $0 { true } else { false } }
  }

  @Test("a server that never answers is given up after the time and a second")
  func timesOut() async throws {
    let (peer, other) = RawSocket.pair()
    let client = await RPCClient.onSocket(other)
    await #expect(throws: RPCClientError.timedOut) {
      try await client.call("echo", ["text": "a"], timeout: .milliseconds(10))
    }
    await peer.close()
  }

  @Test("a lost connection is made anew, and calls that may be sent twice are")
  func reconnects() async throws {
    let file = FileServer()
    var (server, running) = try await file.start()
    let client = try await RPCClient.connect(to: .path(file.path))
    #expect(try await client.call(TestServer.echo, Text(text: "a")).text == "a")
    await server.runtime.drain()
    running.cancel()
    // Nobody listens: the call waits for the server, since echo says that it is idempotent.
    let call = Task { try await client.call(TestServer.echo, Text(text: "b")) }
    try await Task.sleep(for: .milliseconds(50))
    (server, running) = try await file.start()
    #expect(try await call.value.text == "b")
    await client.close()
    await server.runtime.drain()
    running.cancel()
  }

  @Test("a call that may not be sent twice is not")
  func doesNotRepeat() async throws {
    let file = FileServer()
    let (server, running) = try await file.start()
    let client = try await RPCClient.connect(to: .path(file.path))
    let call = Task { try await client.call("hold", ["text": "a"]) }
    #expect(await eventually { server.gate.entered == 1 })
    await server.runtime.dropConnections()
    await #expect(throws: RPCClientError.lost) { try await call.value }
    #expect(server.gate.entered == 1)
    // The next call finds its way all the same.
    #expect(try await client.call(TestServer.echo, Text(text: "b")).text == "b")
    await client.close()
    await server.runtime.drain()
    running.cancel()
  }
}
