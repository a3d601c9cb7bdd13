import RPCCore

/// What is written for one line of the input.
struct EachRecord {
  var line: Int
  /// The line's own id, or the file's path.
  var id: RPCJSON?
  /// The result's JSON, or the error object's.
  var outcome: Outcome

  enum Outcome {
    case result([UInt8])
    case error(RPCJSON)
  }

  var isError: Bool { if case .error = outcome { true } else { false } }

  /// The record as one line of JSON, with its line feed.
  var bytes: [UInt8] {
    var bytes = Array("{\"line\":\(line)".utf8)
    if let id { bytes += Array(",\"id\":".utf8) + id.bytes }
    switch outcome {
    case .result(let json): bytes += Array(",\"result\":".utf8) + json
    case .error(let object): bytes += Array(",\"error\":".utf8) + object.bytes
    }
    return bytes + Array("}\n".utf8)
  }

  private static let head = Array("{\"line\":".utf8)

  /// Whether a record may begin so: what an interruption leaves of one.
  static func isBeginning(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: head) || head.starts(with: bytes)
  }

  /// The line number that begins a record; `nil` for anything else.
  static func lineNumber(of record: ArraySlice<UInt8>) -> Int? {
    guard record.starts(with: head), record.last == UInt8(ascii: "}") else { return nil }
    let digits = record.dropFirst(head.count).prefix { (0x30...0x39).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
