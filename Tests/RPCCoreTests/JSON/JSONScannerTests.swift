import Testing

@testable import RPCCore

@Suite("JSON is scanned strictly")
struct JSONScannerTests {
  private func scan(_ text: [UInt8], depthMax: Int = 64, valuesMax: Int = 1000) throws(JSONScanError) {
    _ = try JSONDocument(scanning: text, depthMax: depthMax, valuesMax: valuesMax)
  }

  @Test(
    "what RFC 8259 allows is taken",
    arguments: [
      "null", " true ", "0", "-0", "-1.5e+10", "1E3", "\"\"", "\"한솔\"", "\"\\ud83d\\ude00\"", "[]", "{}",
      "[1,[2,{\"a\":[]}]]", "{\"a\":1,\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"}", "\t[\r\n1 , 2 ]\n",
    ])
  func takes(_ text: String) throws { try scan(Array(text.utf8)) }

  @Test(
    "what it does not allow is refused",
    arguments: [
      "", " ", "nul", "truee", "01", "-", "+1", "1.", ".5", "1e", "0x1", "NaN", "Infinity", "'a'", "\"",
      "\"a",
      "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "[", "]",
      "[1,]",
      "[,1]", "[1 2]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "{\"a\" 1}", "[1}",
      "{\"a\":1]",
      "1 2", "null,", "// x\n1", "\u{FEFF}1",
    ])
  func refuses(_ text: String) {
    #expect(throws: JSONScanError.self) { try scan(Array(text.utf8)) }
  }

  @Test(
    "bytes that are not UTF-8 are refused at their place",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xEA, 0xB0], [0xEA],
    ] as [[UInt8]])
  func refusesBadUTF8(_ bytes: [UInt8]) {
    let text = Array("\"ab".utf8) + bytes + Array("\"".utf8)
    #expect { try scan(text) } throws: { ($0 as? JSONScanError)?.offset == 3 }
  }

  @Test("depth and number of values are bounded")
  func isBounded() throws {
    try scan(Array((String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).utf8))
    #expect(throws: JSONScanError.self) { try scan([UInt8](repeating: UInt8(ascii: "["), count: 65)) }
    #expect(throws: JSONScanError.self) { try scan([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)) }
    let many = "[" + [String](repeating: "0", count: 1000).joined(separator: ",") + "]"
    #expect(throws: JSONScanError.self) { try scan(Array(many.utf8)) }
  }

  @Test("a value that is scanned and written again is the same")
  func roundTrips() throws {
    let text = #"{"가":[1,2.50,-3e-7,12345678901234567890,true,false,null,"\"\\\n\t\u0001 😀"],"":{}}"#
    let value = try RPCJSON(parsing: Array(text.utf8))
    #expect(try RPCJSON(parsing: value.bytes) == value)
    #expect(value["가"]?[3] == .number("12345678901234567890"))
    #expect(value.value(at: "/가/7")?.string == "\"\\\n\t\u{1} 😀")
  }

  @Test("a document with a duplicate name is refused")
  func refusesDuplicates() {
    #expect(throws: RPCError.self) { try RPCJSON(parsing: Array(#"{"a":1,"\u0061":2}"#.utf8)) }
  }
}
