import Testing

@testable import RPCCore

private enum Color: String, Codable, CaseIterable { case red, green }

private struct Sample: Codable, Equatable {
  struct Part: Codable, Equatable {
    var name: String
    var size: Double?
  }

  var text: String
  var count: Int
  var flag: Bool?
  var colors: [Color]
  var parts: [Part]
  var table: [String: [[Int]]]
}

private struct Strict: Codable {
  var text: String?
  var html: String?
  enum CodingKeys: String, CodingKey, CaseIterable { case text, html }
}

@Suite("Codable values to and from JSON")
struct JSONCodingTests {
  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    let document = try JSONDocument(scanning: Array(text.utf8), depthMax: 64, valuesMax: 1000)
    return try JSONDecoding.value(type, from: document, at: "/params")
  }

  private let sample = Sample(
    text: "따옴표 \" 역사선 \\ 줄\n", count: -7, flag: nil, colors: [.green, .red],
    parts: [.init(name: "하나", size: 1.5), .init(name: "둘", size: nil)],
    table: ["P1": [[1, 2], [3, 4]], "": []])

  @Test("what is encoded decodes to the same value")
  func roundTrips() throws {
    let bytes = try JSONEncoding.bytes(of: sample)
    #expect(try decode(Sample.self, String(decoding: bytes, as: UTF8.self)) == sample)
    #expect(!bytes.contains(UInt8(ascii: "\n")))
  }

  @Test("numbers are written shortest, whole ones without a fraction")
  func writesNumbers() throws {
    let bytes = try JSONEncoding.bytes(of: [1.0, 0.5, -3e-7, 1e300])
    #expect(String(decoding: bytes, as: UTF8.self) == "[1,0.5,-3e-07,1e+300]")
    #expect(throws: EncodingError.self) { try JSONEncoding.bytes(of: [Double.nan]) }
  }

  @Test("errors carry the pointer of the place, what was expected and what was found")
  func pointsAtErrors() {
    #expect {
      try decode(Sample.self, #"{"text":"","count":1,"colors":[],"parts":[{"name":3}],"table":{}}"#)
    } throws: {
      let details = ($0 as? RPCError)?.details
      return details?.pointer == "/params/parts/0/name" && details?.expected == "string"
        && details?.got == "number"
    }
    #expect { try decode(Sample.self, #"{"count":1}"#) } throws: {
      ($0 as? RPCError)?.details.pointer == "/params/text"
    }
    #expect { try decode(Sample.self, #"{"text":"","count":9223372036854775808}"#) } throws: {
      ($0 as? RPCError)?.details.pointer == "/params/count"
    }
  }

  @Test("an unknown member is refused by name, with the nearest known one")
  func refusesUnknownMembers() {
    #expect { try decode(Strict.self, #"{"txt":"a"}"#) } throws: {
      let details = ($0 as? RPCError)?.details
      return details?.pointer == "/params/txt" && details?.nearest == ["text"]
    }
  }

  @Test("a word that an enum does not know is refused with those it knows")
  func refusesUnknownWords() {
    #expect { try decode([Color].self, #"["gren"]"#) } throws: {
      let details = ($0 as? RPCError)?.details
      return details?.pointer == "/params/0" && details?.expected == "one of red, green"
        && details?.hint == "did you mean \"green\"?"
    }
  }

  @Test("a duplicate member is refused")
  func refusesDuplicates() {
    #expect(throws: RPCError.self) { try decode(Strict.self, #"{"text":"a","text":"b"}"#) }
  }

  @Test("the schema recorder learns names, types and optionality")
  func recordsSchemas() {
    let schema = SchemaRecorder.schema(of: Sample.self, notes: ["parts.name": "its name"])
    #expect(schema["required"]?.array?.compactMap(\.string) == ["text", "count", "colors", "parts", "table"])
    #expect(schema.value(at: "/properties/flag/type") == ["null", "boolean"])
    #expect(schema.value(at: "/properties/colors/items/enum") == ["red", "green"])
    #expect(schema.value(at: "/properties/parts/items/properties/name/description")?.string == "its name")
    #expect(schema.value(at: "/properties/parts/items/required") == ["name"])
  }

  @Test("a member of any number type may be optional")
  func recordsOptionalNumbers() {
    struct Numbers: Codable {
      var a: Int8?, b: Int16?, c: Int32?, d: Int64?, e: UInt?, f: UInt8?, g: UInt16?, h: UInt32?, i: UInt64?
      var j: Float?, k: Double?, l: Int?
    }
    let schema = SchemaRecorder.schema(of: Numbers.self, notes: [:])
    let required = schema["required"]?.array ?? []
    #expect(required.isEmpty)
    #expect(schema["properties"]?.members?.count == 12)
    #expect(schema.value(at: "/properties/i/type") == ["null", "integer"])
  }
}
