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
      ("{\"enum\":[\"a\",\"b\",\"a\"]}", .choice(["a", "b"])), ("{\"const\":1}", .any),
      ("{\"allOf\":[{\"type\":\"string\"}]}", .string),
      ("{\"allOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", .any),
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

  @Test("what holds itself is one type, however many of its members do")
  func circles() throws {
    let members = "abcdefgh".map { "\"\($0)\":{\"$ref\":\"#/components/schemas/N\"}" }.joined(separator: ",")
    let model = try model(
      "[{\"name\":\"m\",\"params\":[{\"name\":\"n\",\"schema\":{\"$ref\":\"#/components/schemas/N\"}}]}]",
      "{\"N\":{\"type\":\"object\",\"properties\":{\(members)}}}")
    #expect(model.types.map(\.name) == ["N"])
    #expect(model.types[0].members.allSatisfy { $0.shape == .named("N") })
    #expect(MarkdownGenerator(model: model).text().count < 2000)
    // A struct of Swift cannot hold itself.
    #expect(SwiftGenerator(model: model).text().contains("public var a: RPCJSON?\n"))
    #expect(PythonGenerator(model: model).text().contains("    a: NotRequired[N]\n"))
    #expect(TypeScriptGenerator(model: model).text().contains("\"a\"?: N;\n"))
  }

  @Test("a chain of references, or a schema within schemas, ends")
  func bounds() throws {
    let chain = (0..<500).map {
      "\"C\($0)\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/components/schemas/C\($0 + 1)\"}}}"
    }
    let model = try model(
      "[{\"name\":\"m\",\"params\":[{\"name\":\"n\",\"schema\":{\"$ref\":\"#/components/schemas/C0\"}}]}]",
      "{\(chain.joined(separator: ","))}")
    #expect(model.types.count == 32 && model.types.last?.members[0].shape == .any)
    let deep = (0..<20).reduce("{\"type\":\"string\"}") { schema, _ in
      "{\"type\":\"array\",\"items\":\(schema)}"
    }
    var inner = try shape(deep)
    var depth = 0
    while case .list(let element) = inner { (inner, depth) = (element, depth + 1) }
    #expect(inner == .any && depth == 16)
  }

  @Test("parts that stand elsewhere in the document are found")
  func references() throws {
    let document = RPCJSON.object([
      .init(
        "methods",
        [
          [
            "name": "m", "params": [["$ref": "#/components/contentDescriptors/P"]],
            "result": ["$ref": "#/components/contentDescriptors/R"],
          ]
        ]),
      .init(
        "components",
        [
          "contentDescriptors": [
            "P": ["name": "p", "required": true, "schema": ["type": "string"]],
            "R": ["name": "r", "schema": ["$ref": "#/components/schemas/A~1B"]],
          ], "schemas": ["A/B": ["properties": ["x": ["const": "v"]]]],
        ]),
    ])
    let model = try ServiceModel(document)
    #expect(
      model.methods[0].params == [.init(name: "p", shape: .string, isRequired: true, text: nil)])
    #expect(model.methods[0].result == .named("A1B"))
    #expect(
      model.types[0].members == [.init(name: "x", shape: .choice(["v"]), isRequired: false, text: nil)])
  }

  @Test("no type is called what the client, its params or generated code are called")
  func reserved() throws {
    let object = "{\"type\":\"object\",\"properties\":{\"x\":{}}}"
    let model = try model(
      """
      [{"name":"t","params":[{"name":"client","schema":\(object)}]},
      {"name":"not","params":[{"name":"required","schema":{"type":"object","properties":{"y":{}}}}]},
      {"name":"a","params":[{"name":"params","schema":{"type":"object","properties":{"z":{}}}}]},{"name":"A","params":[]}]
      """)
    #expect(model.client == "TClient")
    #expect(model.types.map(\.name) == ["TClient2", "NotRequired2", "AParams2"])
    #expect(model.methods.map(\.paramsType) == ["TParams", "NotParams", "AParams", "AParams3"])
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
