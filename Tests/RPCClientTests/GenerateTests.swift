import RPCCore
import Testing

@testable import rpc_client

@Suite("Generated clients") struct GenerateTests {
  private func model(_ methods: String, _ schemas: String = "{}") throws -> ServiceModel {
    try ServiceModel(
      RPCJSON(
        parsing: Array(
          "{\"info\":{\"title\":\"t\"},\"methods\":\(methods),\"components\":{\"schemas\":\(schemas)}}".utf8))
    )
  }

  private func shape(_ schema: String) throws -> ServiceModel.Shape {
    try model("[{\"name\":\"m\",\"params\":[],\"result\":{\"schema\":\(schema)}}]").methods[0].result
  }

  @Test(
    "names are cut into words",
    arguments: [
      ("parseArticle", ["parse", "Article"]), ("system.health", ["system", "health"]),
      ("snake_case", ["snake", "case"]),
      ("HTTPServer", ["HTTPServer"]), ("p99", ["p99"]), ("한글", ["member"]), ("2fast", ["n", "2fast"]),
      ("", ["member"]),
    ])
  func words(_ name: String, _ words: [String]) { #expect(Naming.words(name) == words) }

  @Test(
    "a name in capitals is one in small letters",
    arguments: [("QT", "qt"), ("parseArticle", "parseArticle"), ("a_b", "aB")])
  func camel(_ name: String, _ expected: String) { #expect(Naming.camel(name) == expected) }

  @Test("names that collide or are reserved become others")
  func distinct() {
    #expect(Naming.distinct(["a", "a", "for", "a"], reserved: ["for"]) == ["a", "a2", "for_", "a3"])
  }

  @Test("text cannot end the comment that it is in")
  func comments() {
    for text in ["\"\"\" x", "*/ x", "a\nb", "\\\"\"\"", "a\u{1}b"] {
      let comment = Naming.comment(text)
      #expect(
        !comment.contains("\"\"\"") && !comment.contains("*/") && !comment.contains("\n")
          && !comment.contains("\\"))
    }
  }

  @Test(
    "schemas become shapes",
    arguments: [
      ("{}", .any), ("{\"type\":\"string\"}", .string),
      ("{\"type\":[\"null\",\"integer\"]}", .optional(.integer)),
      ("{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}", .choice(["a", "b"])), ("{\"enum\":[1,\"a\"]}", .any),
      ("{\"type\":\"array\",\"items\":{\"type\":\"number\"}}", .list(.number)),
      ("{\"type\":\"array\"}", .list(.any)),
      ("{\"type\":\"object\"}", .dictionary(.any)),
      ("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"boolean\"}}", .dictionary(.bool)),
      (
        "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"},{\"type\":\"integer\"}]}",
        .optional(.union([.string, .integer]))
      ),
      ("{\"type\":\"null\"}", .null), ("{\"type\":\"martian\"}", .any),
      ("{\"$ref\":\"#/components/schemas/None\"}", .any),
    ] as [(String, ServiceModel.Shape)])
  func shapes(_ schema: String, _ expected: ServiceModel.Shape) throws {
    #expect(try shape(schema) == expected)
  }

  @Test("objects that are alike are one type, others have names of their own")
  func objects() throws {
    let point = "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"number\"}},\"required\":[\"x\"]}"
    let other = "{\"type\":\"object\",\"properties\":{\"y\":{\"type\":\"number\"}}}"
    let model = try model(
      "[{\"name\":\"m\",\"params\":[{\"name\":\"a\",\"schema\":\(point)},{\"name\":\"b\",\"schema\":\(point)},{\"name\":\"A\",\"schema\":\(other)}]}]"
    )
    #expect(model.types.map(\.name) == ["MA", "MA2"])
    #expect(model.methods[0].params.map(\.shape) == [.named("MA"), .named("MA"), .named("MA2")])
    #expect(model.types[0].members == [.init(name: "x", shape: .number, isRequired: true, text: nil)])
  }

  @Test("a schema that goes round in a circle, or very deep, ends")
  func bounds() throws {
    let circle =
      "{\"N\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/components/schemas/N\"}}}}"
    let model = try model(
      "[{\"name\":\"m\",\"params\":[{\"name\":\"n\",\"schema\":{\"$ref\":\"#/components/schemas/N\"}}]}]",
      circle)
    #expect(model.types.count < 40)
    for text in [
      PythonGenerator(model: model, client: "C").text(), SwiftGenerator(model: model, client: "C").text(),
      TypeScriptGenerator(model: model, client: "C").text(), MarkdownGenerator(model: model).text() + "C",
    ] { #expect(text.contains("C")) }
  }

  @Test("the page names every member, and no text leaves its cell")
  func page() throws {
    let model = try model(
      """
      [{"name":"m","summary":"a | b","params":[{"name":"p","required":true,"schema":{"type":"string","description":"<b>\\n|"}}],
      "result":{"schema":{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"x":{"type":"integer"}}}}}}}}]
      """)
    let text = MarkdownGenerator(model: model).text()
    #expect(text.contains("| `p` | text | &lt;b> \\| |"))
    #expect(text.contains("| `list?` | list of object |  |\n| `list[].x?` | integer |  |"))
    #expect(!text.contains("<b>"))
  }

  @Test("what is no OpenRPC document is refused")
  func refused() { #expect(throws: InputError.self) { try ServiceModel(.object([])) } }
}
