/// The caller's place in a distributed trace, as `meta.traceparent` carries it.
///
/// Source: W3C Trace Context, 3.2 "Traceparent Header"; a header that does not parse is treated as absent (4.3).
struct TraceContext: Sendable, Equatable {
  /// As the caller wrote it: ASCII, checked.
  let text: String
  /// Whether the caller records this trace, so that a line in the log will be looked for.
  let isSampled: Bool

  init?(_ text: String) {
    let bytes = Array(text.utf8.prefix(256))
    guard text.utf8.count <= 256, bytes.count >= 55,
      bytes[2] == UInt8(ascii: "-"), bytes[35] == UInt8(ascii: "-"), bytes[52] == UInt8(ascii: "-"),
      let version = Self.hexadecimal(bytes[0..<2]), version != 0xff,
      let trace = Self.hexadecimal(bytes[3..<35]), trace != 0,
      let parent = Self.hexadecimal(bytes[36..<52]), parent != 0,
      let flags = Self.hexadecimal(bytes[53..<55])
    else { return nil }
    // Only later versions may go on, and only after a dash.
    guard bytes.count == 55 || version > 0 && bytes[55] == UInt8(ascii: "-") else { return nil }
    guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
    self.text = text
    isSampled = flags & 1 == 1
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt128? {
    var value: UInt128 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt128(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt128(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }
}
