import Testing

@testable import RPCCore

@Suite("Frames to messages")
struct MessageDecoderTests {
  private func decode(_ text: String) -> FrameContent {
    Array(text.utf8).withUnsafeBytes { MessageDecoder(limits: RPCLimits()).decode($0) }
  }

  private func single(_ text: String) -> Message? {
    if case .single(let message) = decode(text) { message } else { nil }
  }

  @Test(
    "an id is kept byte for byte",
    arguments: ["1", "-0", "1.0", "1e2", "12345678901234567890123", "\"1\"", "\"\\u0041\"", "\"\""])
  func keepsID(_ id: String) {
    guard case .request(let request) = single(#"{"jsonrpc":"2.0","id":\#(id),"method":"m"}"#) else {
      Issue.record("not a request")
      return
    }
    #expect(request.id?.description == id)
  }

  @Test(
    "what is no request is refused, with its id where that could be read",
    arguments: [
      (#"{"jsonrpc":"2.0","id":7}"#, "7", "/method"),
      (#"{"jsonrpc":"2.0","id":7,"method":1}"#, "7", "/method"),
      (#"{"id":7,"method":"m"}"#, "7", "/jsonrpc"),
      (#"{"jsonrpc":"1.0","id":7,"method":"m"}"#, "7", "/jsonrpc"),
      (#"{"jsonrpc":"2.0","id":7,"method":"m","params":"x"}"#, "7", "/params"),
      (#"{"jsonrpc":"2.0","id":7,"id":8,"method":"m"}"#, "7", "/id"),
      (#"{"jsonrpc":"2.0","id":7,"method":"m","method":"n"}"#, "7", "/method"),
      (#"{"jsonrpc":"2.0","id":7,"method":"m","meta":{"timeoutMs":0}}"#, "7", "/meta/timeoutMs"),
      (#"{"jsonrpc":"2.0","id":null,"method":"m"}"#, nil, "/id"),
      (#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, nil, "/id"), ("1", nil, ""),
    ] as [(String, String?, String)])
  func refuses(_ text: String, id: String?, pointer: String) {
    guard case .invalid(let error, let found) = single(text) else {
      Issue.record("not refused")
      return
    }
    #expect(error.code == .invalidRequest)
    #expect(error.details.pointer == pointer)
    #expect(found?.description == id)
  }

  @Test("meta is read")
  func readsMeta() {
    let text =
      #"{"jsonrpc":"2.0","method":"m","meta":{"timeoutMs":5,"progressToken":"p","#
      + #""traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}"#
    guard case .request(let request) = single(text) else {
      Issue.record("not a request")
      return
    }
    #expect(request.id == nil)
    #expect(request.meta.timeoutMs == 5)
    #expect(request.meta.trace?.text == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    #expect(request.meta.progressToken?.description == "\"p\"")
  }

  @Test("a batch over the limit is refused as a whole")
  func boundsBatches() {
    let items = [String](repeating: "1", count: 101).joined(separator: ",")
    guard case .single(.invalid(let error, _)) = decode("[\(items)]") else {
      Issue.record("not refused")
      return
    }
    #expect(error.code == .batchTooLarge)
    #expect(error.details.limit == 100 && error.details.actual == 101)
  }
}
