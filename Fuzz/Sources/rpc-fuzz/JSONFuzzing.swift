@testable import RPCCore

/// What the scanner takes is UTF-8, reads back as it was written, and never trips who comes after it.
enum JSONFuzzing {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let bytes = Array(input)
    scanAlone(bytes)
    readEnvelope(input)
  }

  private static func scanAlone(_ bytes: [UInt8]) {
    guard let document = try? JSONDocument(scanning: bytes, depthMax: 64, valuesMax: 10_000) else { return }
    precondition(String(validating: bytes, as: UTF8.self) != nil, "text that is not UTF-8 passed")
    precondition(JSONDocument(scanned: bytes).nodes.count == document.nodes.count)
    for index in document.nodes.indices { _ = JSONSpan(document: document, index: index).pointer }
    // Refused only where a name stands twice.
    guard let value = try? document.root.value() else { return }
    let again = try? RPCJSON(parsing: value.bytes, depthMax: 64)
    precondition(again == value, "a value does not read back as it was written")
  }

  private static func readEnvelope(_ input: UnsafeBufferPointer<UInt8>) {
    let content = MessageDecoder(limits: RPCLimits()).decode(UnsafeRawBufferPointer(input))
    let isJSON = (try? JSONDocument(scanning: Array(input), depthMax: 64, valuesMax: 1_000_000)) != nil
    if case .single(.invalid(let error, _)) = content {
      precondition(isJSON != (error.code == .parseError), "the two scanners disagree")
      precondition((try? RPCJSON(parsing: error.json.bytes)) != nil, "an error is no JSON")
    } else {
      precondition(isJSON, "a message that is no JSON passed")
    }
    guard case .single(.request(let request)) = content else { return }
    if let params = request.params { _ = JSONDocument(scanned: params).root.member("id") }
    guard let id = request.id else { return }
    var answer = JSONText()
    MessageEncoder.append(id: id, result: request.params ?? Array("null".utf8), to: &answer)
    precondition((try? JSONDocument(scanning: answer.bytes, depthMax: 65, valuesMax: .max)) != nil)
  }
}
