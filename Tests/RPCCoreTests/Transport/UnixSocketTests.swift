import Glibc
import TestSupport
import Testing

@testable import RPCCore

@Suite("Socket files")
struct UnixSocketTests {
  private let directory = TemporaryDirectory()

  @Test("a socket file is for its owner and group from the first moment")
  func hasMode() throws {
    let path = directory.file("a.sock")
    let socket = try UnixSocket.listen(at: path)
    defer { close(socket) }
    var status = stat()
    #expect(lstat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o660)
  }

  @Test("a stale socket file is replaced, a live one is refused")
  func replacesStaleFiles() throws {
    let path = directory.file("a.sock")
    let first = try UnixSocket.listen(at: path)
    #expect { try UnixSocket.listen(at: path) } throws: {
      ($0 as? TransportError)?.reason == "another server is listening there"
    }
    close(first)
    let second = try UnixSocket.listen(at: path)
    close(try UnixSocket.connect(to: path))
    close(second)
  }

  @Test("a file that is no socket is never removed")
  func keepsFiles() throws {
    let path = directory.file("file")
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    #expect(throws: TransportError.self) { try UnixSocket.listen(at: path) }
    #expect(access(path, F_OK) == 0)
  }

  @Test("a path that does not fit into an address is refused with its limit")
  func refusesLongPaths() {
    #expect { try UnixSocket.listen(at: "/tmp/" + String(repeating: "x", count: 200)) } throws: {
      ($0 as? TransportError)?.reason?.contains("107") == true
    }
  }
}
