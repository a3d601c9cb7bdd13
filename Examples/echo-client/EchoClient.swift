import RPCCore

@main
enum EchoClient {
  static func main() async throws {
    let client = try await RPCClient.connect(to: .path("/tmp/echo.sock"))
    let reply = try await client.call("echo", ["text": "안녕"], timeout: .seconds(2))
    print(reply["text"]?.string ?? "")
    await client.close()
  }
}
