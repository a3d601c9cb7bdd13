import Testing

@testable import rpc_client

@Suite("Addresses") struct ServerAddressTests {
  @Test(
    "each form is told from a path",
    arguments: [
      ("/run/a.sock", ServerAddress.path("/run/a.sock")), ("unix:/run/a.sock", .path("/run/a.sock")),
      ("unix:@name", .abstract("name")), ("exec:a --stdio b:c", .exec("a --stdio b:c")),
      ("ssh:me@host:/run/a.sock", .ssh(host: "me@host", path: "/run/a.sock")),
      ("dir/unix:x", .path("dir/unix:x")),
    ])
  func forms(_ text: String, _ address: ServerAddress) throws { #expect(try ServerAddress(text) == address) }

  @Test(
    "what is incomplete or would be an option of ssh's is refused",
    arguments: [
      "unix:", "unix:@", "exec:", "ssh:host", "ssh::/a", "ssh:host:", "ssh:-oProxyCommand=x:/a", "",
    ])
  func refused(_ text: String) { #expect(throws: InputError.self) { try ServerAddress(text) } }

  @Test("an option whose value may be left out gets it")
  func presets() {
    #expect(["list", "--wait"].withDefault("--wait", value: "60") == ["list", "--wait", "60"])
    #expect(["list", "--wait", "5"].withDefault("--wait", value: "60") == ["list", "--wait", "5"])
    let foreign = ["record", "--wait", "f", "--", "./program", "--wait"]
    #expect(
      foreign.withDefault("--wait", value: "60") == [
        "record", "--wait", "60", "f", "--", "./program", "--wait",
      ])
    #expect(["--wait", "list"].withDefault("--wait", value: "60") == ["--wait", "60", "list"])
  }
}
