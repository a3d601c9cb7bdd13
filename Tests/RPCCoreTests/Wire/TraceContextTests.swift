import Testing

@testable import RPCCore

@Suite("W3C Trace Context")
struct TraceContextTests {
  private static let trace = "0af7651916cd43dd8448eb211c80319c"
  private static let parent = "b7ad6b7169203331"

  @Test(
    "what the recommendation allows is taken",
    arguments: [
      ("00-\(trace)-\(parent)-01", true), ("00-\(trace)-\(parent)-00", false),
      ("01-\(trace)-\(parent)-03-more", true),
    ])
  func valid(text: String, isSampled: Bool) {
    #expect(TraceContext(text)?.text == text)
    #expect(TraceContext(text)?.isSampled == isSampled)
  }

  @Test(
    "anything else is as if it were not there",
    arguments: [
      "", "00", "00-\(trace)-\(parent)", "ff-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-01-more",
      "00-\(trace)-\(parent)-0g", "00-\(trace.uppercased())-\(parent)-01", "01-\(trace)-\(parent)-01.more",
      "00-\(String(repeating: "0", count: 32))-\(parent)-01",
      "00-\(trace)-\(String(repeating: "0", count: 16))-01",
      "00_\(trace)-\(parent)-01", "01-\(trace)-\(parent)-01-" + String(repeating: "x", count: 300),
      "01-\(trace)-\(parent)-01-한", "01-\(trace)-\(parent)-01-\nx",
    ])
  func invalid(text: String) { #expect(TraceContext(text) == nil) }
}
