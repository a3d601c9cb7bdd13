import Synchronization
import Testing

@testable import RPCCore

/// The settings that the next reload finds.
private final class Source: Sendable {
  struct Refused: Error {}
  private let next: Mutex<RPCSettings?>

  init(_ settings: RPCSettings?) { next = Mutex(settings) }
  func set(_ settings: RPCSettings?) { next.withLock { $0 = settings } }
  func load() throws -> RPCSettings {
    guard let settings = next.withLock({ $0 }) else { throw Refused() }
    return settings
  }
}

@Suite("Settings that change while the server runs")
struct ReloadTests {
  private func settings(_ change: (inout RPCSettings) -> Void) -> RPCSettings {
    var settings = RPCSettings()
    change(&settings)
    return settings
  }

  @Test("limits hold for open connections, from their next request on")
  func limitsOfOpenConnections() async throws {
    let source = Source(settings { $0.limits.requestBytesMax = 1024 })
    let server = TestServer(reload: { try source.load() })
    let client = await server.client()
    let long = Text(text: String(repeating: "가", count: 1000))
    #expect(try await client.call(TestServer.echo, long) == long)
    await server.runtime.reload()
    await #expect(throws: RPCError.self) { try await client.call(TestServer.echo, long) }
    #expect(try await client.call("system.whoami")["limits"]?["requestBytes"]?.int == 1024)
    await client.close()
  }

  @Test("a method can be closed to users, and opened again")
  func allowLists() async throws {
    let source = Source(settings { $0.allowLists = ["echo": RPCAllowList(users: [4_000_000_000])] })
    let server = TestServer(reload: { try source.load() })
    let client = await server.client()
    #expect(try await client.call(TestServer.echo, Text(text: "a")).text == "a")
    await server.runtime.reload()
    do {
      _ = try await client.call(TestServer.echo, Text(text: "a"))
      Issue.record("the list does not hold")
    } catch let error as RPCError {
      #expect(error.code == .forbidden)
    }
    source.set(RPCSettings())
    await server.runtime.reload()
    #expect(try await client.call(TestServer.echo, Text(text: "b")).text == "b")
    await client.close()
  }

  @Test("lists are not for administrators")
  func administrators() async throws {
    let source = Source(settings { $0.allowLists = ["echo": RPCAllowList()] })
    let server = TestServer(reload: { try source.load() })
    await server.runtime.reload()
    let client = await server.client(.admin)
    #expect(try await client.call(TestServer.echo, Text(text: "a")).text == "a")
    await client.close()
  }

  @Test("an open connection that is idle is closed by a time that was shortened")
  func shorterIdleTime() async throws {
    let source = Source(settings { $0.limits.idleTimeMax = .milliseconds(50) })
    var limits = RPCLimits()
    limits.idleTimeMax = .seconds(3600)
    let server = TestServer(limits: limits, reload: { try source.load() })
    let peer = server.connect()
    await peer.send(request(1, "echo", #"{"text":"a"}"#))
    _ = await peer.receiveLine()
    await server.runtime.reload()
    #expect(await eventually { server.runtime.status.connections == 0 })
  }

  @Test("settings that cannot be read, or name a method that is not there, change nothing")
  func refused() async throws {
    let source = Source(settings { $0.limits.batchItemsMax = 7 })
    let server = TestServer(reload: { try source.load() })
    let client = await server.client()
    func batchItems() async throws -> Int? {
      try await client.call("system.whoami")["limits"]?["batchItems"]?.int
    }
    await server.runtime.reload()
    #expect(try await batchItems() == 7)
    source.set(nil)
    await server.runtime.reload()
    #expect(try await batchItems() == 7)
    source.set(
      settings {
        $0.limits.batchItemsMax = 8
        $0.allowLists = ["ehco": RPCAllowList()]
      })
    await server.runtime.reload()
    #expect(try await batchItems() == 7)
    await client.close()
  }

  @Test("connections over a lowered bound stay; new ones are refused")
  func fewerConnections() async throws {
    let source = Source(settings { $0.limits.connectionsMax = 1 })
    let server = TestServer(reload: { try source.load() })
    let (first, second) = (await server.client(), await server.client())
    await server.runtime.reload()
    #expect(try await first.call(TestServer.echo, Text(text: "1")).text == "1")
    #expect(try await second.call(TestServer.echo, Text(text: "2")).text == "2")
    let third = server.connect()
    #expect(await third.receiveAll().contains("-32009"))
    await first.close()
    await second.close()
  }
}
