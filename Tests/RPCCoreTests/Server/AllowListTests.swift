import Glibc
import Testing

@testable import RPCCore

@Suite("Who may call what")
struct AllowListTests {
  private func code(_ list: RPCAllowList) async throws -> Int? {
    let peer = TestServer(allowed: list).connect()
    await peer.send(request(1, "listed"))
    return try RPCJSON(parsing: Array((await peer.receiveLine() ?? "").utf8)).value(at: "/error/code")?.int
  }

  @Test("a user on the list may call, and nobody else")
  func users() async throws {
    #expect(try await code(RPCAllowList(users: [getuid()])) == nil)
    #expect(try await code(RPCAllowList(users: [getuid() + 1])) == -32011)
  }

  @Test("a member of a group on the list may call, and nobody else")
  func groups() async throws {
    #expect(try await code(RPCAllowList(groups: [getgid()])) == nil)
    #expect(try await code(RPCAllowList(groups: [getgid() + 4242])) == -32011)
  }

  @Test("supplementary groups count")
  func supplementaryGroups() async throws {
    var own = [gid_t](repeating: 0, count: 1024)
    let count = getgroups(Int32(own.count), &own)
    for group in own.prefix(Int(max(0, count))) {
      #expect(try await code(RPCAllowList(groups: [group])) == nil)
    }
  }
}
