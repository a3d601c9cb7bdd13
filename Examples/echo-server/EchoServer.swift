import RPCCore

struct Text: Codable, Sendable {
  var text: String
}

@main
enum EchoServer {
  static func main() async throws {
    var server = RPCServer(name: "echo", version: "1.0")
    server.handle(RPCMethod<Text, Text>("echo", isIdempotent: true)) { params, _ in
      guard !params.text.isEmpty else { throw RPCError(.invalidParams, "text is empty") }
      return params
    }
    try await server.run(on: .systemd(orPath: "/tmp/echo.sock"))
  }
}
