import RPCCore
import Testing

@testable import rpc_client

@Suite("Many calls") struct EachTests {
  @Test("a record is one line that names its line, and is found again by it")
  func record() throws {
    let record = EachRecord(line: 12, id: "가", outcome: .result(Array("{\"a\":1}".utf8)))
    #expect(
      String(decoding: record.bytes, as: UTF8.self) == "{\"line\":12,\"id\":\"가\",\"result\":{\"a\":1}}\n")
    #expect(EachRecord.lineNumber(of: record.bytes.dropLast()) == 12)
    for other in ["{\"line\":12,\"id\":1", "{\"id\":1}", "", "{\"line\":,}"] {
      #expect(EachRecord.lineNumber(of: Array(other.utf8)[...]) == nil)
    }
  }

  @Test("a set of lines")
  func lines() {
    var lines = LineSet()
    for line in [1, 64, 65, 100_000, 1] { lines.insert(line) }
    #expect(lines.count == 4)
    #expect([1, 64, 65, 100_000].allSatisfy(lines.contains))
    #expect(![0, 2, 63, 66, 99_999, 100_001, 1 << 50].contains(where: lines.contains))
  }

  @Test("the progress says how far, how fast and how long")
  func progress() {
    var progress = Progress(isShown: false)
    for index in 1...50 { progress.count(isError: index == 3, fraction: Double(index) / 100) }
    let text = progress.text(after: .seconds(10))
    #expect(
      text == "[" + String(repeating: "█", count: 12) + String(repeating: "·", count: 12)
        + "]  50%  50 done  1 errors  5/s  0:10 left")
  }
}
