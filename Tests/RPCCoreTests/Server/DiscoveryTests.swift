import Testing

@testable import RPCCore

@Suite("What a method's documentation promises")
struct DiscoveryTests {
  private struct Params: Codable, Sendable {
    struct Inner: Codable, Sendable {
      var name: String?
      enum CodingKeys: String, CodingKey, CaseIterable { case name }
    }
    var text: String?
    var html: String?
    var limit: Int?
    var tags: [String]?
    var inner: [Inner]?
    enum CodingKeys: String, CodingKey, CaseIterable { case text, html, limit, tags, inner }
  }

  private struct Node: Codable, Sendable {
    var children: [Node]
    var mode: Mode?
    enum Mode: String, Codable, Sendable, CaseIterable { case a, b }
  }

  @Test("a type that holds itself has a schema that ends, and an optional choice may be null")
  func recursion() {
    let schema = SchemaRecorder.schema(of: Node.self)
    #expect(schema["type"]?.string == "object" && schema["properties"]?["children"]?["items"]?["type"] != nil)
    struct Holder: Codable, Sendable { var mode: Node.Mode? }
    let mode = SchemaRecorder.schema(of: Holder.self)["properties"]?["mode"]
    #expect(mode?["type"] == ["null", "string"] && mode?["enum"] == ["a", "b", .null])
  }

  private static let documentation = RPCDocumentation(
    params: [
      "text": "A text.", "limit": .note("So many.", in: 1...100),
      "tags": .note("Words.", items: 1...3), "inner.name": .note("A name.", length: 2...4),
    ], exactlyOne: ["text", "html"])

  private func error(_ params: String) -> RPCError? {
    let document = JSONDocument(scanned: Array(params.utf8))
    do throws(RPCError) {
      try ParamsCheck(Self.documentation).check(
        document.root, positional: SchemaRecorder.memberNames(of: Params.self))
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "params that keep the bounds pass",
    arguments: [
      #"{"text":"a"}"#, #"{"html":"a","limit":1}"#, #"{"text":"a","limit":100,"tags":["b"]}"#,
      #"{"text":"a","html":null,"inner":[{"name":"한솔"},{}]}"#, #"["a",null,100]"#,
      // Another type is the decoder's to refuse.
      #"{"text":"a","limit":"many"}"#,
    ])
  func passes(_ params: String) { #expect(error(params) == nil) }

  @Test(
    "params that do not are refused with the place, the bounds, and what was there",
    arguments: [
      (#"{"text":"a","limit":0}"#, "/limit", "1 to 100", "0"),
      (#"{"text":"a","limit":1e9}"#, "/limit", "1 to 100", "1e9"),
      (#"{"text":"a","tags":[]}"#, "/tags", "1 to 3 elements", "0"),
      (#"{"text":"a","inner":[{"name":"한솔"},{"name":"한"}]}"#, "/inner/1/name", "2 to 4 characters", "1"),
      ("{}", "", "exactly one of text, html", "none"),
      (#"{"text":"a","html":"b"}"#, "", "exactly one of text, html", "text and html"),
      (#"["a",null,101]"#, "/2", "1 to 100", "101"),
      (#"["a","b"]"#, "", "exactly one of text, html", "text and html"),
    ])
  func refuses(_ params: String, pointer: String, expected: String, got: String) {
    let error = error(params)
    #expect(error?.code == .invalidParams)
    #expect(error?.details.pointer == pointer)
    #expect(error?.details.expected == expected)
    #expect(error?.details.got == got)
  }

  @Test("the same bounds stand in the schema")
  func schema() {
    let method = RPCMethod<Params, RPCNothing>("m", documentation: Self.documentation)
    let description = Discovery.description(of: method)
    let params = description["params"]?.array ?? []
    #expect(params.map { $0["name"]?.string } == ["text", "html", "limit", "tags", "inner"])
    #expect(params[2].value(at: "/schema/minimum")?.int == 1)
    #expect(params[2].value(at: "/schema/maximum")?.int == 100)
    #expect(params[3].value(at: "/schema/maxItems")?.int == 3)
    #expect(params[3].value(at: "/schema/items/maxItems") == nil)
    #expect(params[4].value(at: "/schema/items/properties/name/minLength")?.int == 2)
    #expect(description["x-exactly-one-of"] == ["text", "html"])
  }

  @Test("every error of the protocol is in the document, with what it means")
  func errors() async throws {
    let document = try await TestServer().client().call("rpc.discover")
    let errors = document.value(at: "/components/errors")?.members ?? []
    #expect(errors.map(\.name) == RPCError.Code.ofTheProtocol.map(\.kind))
    #expect(errors.allSatisfy { $0.value.value(at: "/data/meaning")?.string?.isEmpty == false })
  }
}
