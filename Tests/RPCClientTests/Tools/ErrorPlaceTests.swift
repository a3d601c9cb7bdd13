import RPCCore
import Testing

@testable import rpc_client

@Suite("Places of errors") struct ErrorPlaceTests {
  private func lines(_ json: String, _ pointer: String, columns: Int = 60) throws -> [String] {
    ErrorPlace(columns: columns).lines(of: try RPCJSON(parsing: Array(json.utf8)), at: pointer)
  }

  @Test(
    "the member is marked with its name, an element alone, what is missing where it is missing",
    arguments: [
      (#"{"a":1,"b":true}"#, "/params/b", "       ^^^^^^^^"),
      (#"{"a":[1,22,3]}"#, "/params/a/1", "        ^^"),
      (#"{"a":{"b":1}}"#, "/params/a/c", "     ^^^^^^^"),
      (#"{"가나":"다","b":1}"#, "/params/b", "             ^^^^^"),
      (#"{"a/b":1}"#, "/params/a~1b", " ^^^^^^^"),
    ])
  func marks(_ json: String, _ pointer: String, _ carets: String) throws {
    #expect(try lines(json, pointer) == [json, carets])
  }

  @Test("long texts and lists are cut, and the mark stays inside the line")
  func cut() throws {
    let text = String(repeating: "가", count: 500)
    let shown = try lines(
      #"{"text":"\#(text)","limit":[1,2,3,4,5,6,7,8,9],"last":"x"}"#, "/params/limit/8", columns: 40)
    #expect(shown.allSatisfy { TextWidth.columns(of: $0) <= 42 })
    #expect(shown[0].contains("9") && shown[1].hasSuffix("^"))
  }

  @Test("a byte in a text of several lines")
  func bytes() {
    let text = Array("{\n  \"가\": ,\n}".utf8)
    let offset = text.firstIndex(of: UInt8(ascii: ","))!
    #expect(ErrorPlace(columns: 60).lines(of: text, atByte: offset) == ["  \"가\": ,", "        ^"])
    #expect(ErrorPlace(columns: 60).lines(of: [], atByte: 9) == ["", "^"])
  }
}
