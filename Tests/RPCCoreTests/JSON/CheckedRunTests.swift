import CJSONText
import Testing

/// The vectorised loop over string bytes against the standard library's UTF-8 check, on bytes that are mostly right.
@Suite("Runs of string bytes")
struct CheckedRunTests {
  private static let pieces: [[UInt8]] =
    ["a", "한", "é", "😀", "\u{10FFFF}", "\u{800}", "\u{FFFF}", " ", "글자", "plain text of some length"].map {
      Array($0.utf8)
    }
  /// What must be refused wherever it stands: RFC 3629, section 3 and 10.
  private static let wrong: [[UInt8]] = [
    [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xEA, 0xB0],
    [0xF0, 0x9F, 0x98],
    [0xEA, 0xB0, 0x61], [0xC3], [0xBF, 0xBF],
  ]
  private static let special: [[UInt8]] = [[0x22], [0x5C], [0x0A], [0x00], [0x1F]]

  private func run(_ bytes: [UInt8]) -> (count: Int, stop: cjson_stop) {
    let run = bytes.withUnsafeBufferPointer { cjson_checked_run($0.baseAddress!, $0.count) }
    return (run.count, run.stop)
  }

  /// The same by the standard library, a byte more at a time.
  private func expected(_ bytes: [UInt8]) -> (count: Int, stop: cjson_stop) {
    let end = bytes.firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? bytes.count
    if String(validating: bytes[..<end], as: UTF8.self) != nil {
      return (end, end == bytes.count ? CJSON_END : CJSON_SPECIAL)
    }
    let good = (0...end).last { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? 0
    return (good, CJSON_NOT_UTF8)
  }

  @Test("every kind of stop is found at its byte, at every distance from the beginning of a block")
  func findsStops() {
    for stop in Self.wrong + Self.special + [[]] {
      for distance in 0..<70 {
        for tail in [0, 1, 40] {
          let text = [UInt8](repeating: 0x61, count: distance) + stop + [UInt8](repeating: 0x62, count: tail)
          guard !text.isEmpty else { continue }
          let (found, right) = (run(text), expected(text))
          #expect(
            found.count == right.count && found.stop == right.stop,
            "\(stop) after \(distance), before \(tail)")
        }
      }
    }
  }

  @Test("a character of three or four bytes may lie across blocks")
  func crossesBlocks() {
    for distance in 0..<70 {
      let text = [UInt8](repeating: 0x61, count: distance) + Array("한솔😀글".utf8) + [0x22]
      let found = run(text)
      #expect(found.count == text.count - 1 && found.stop == CJSON_SPECIAL, "after \(distance)")
    }
  }

  @Test("mixed text gets the standard library's verdict")
  func agrees() {
    var random = SplitMix(state: 7)
    for _ in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        text += Self.pieces.randomElement(using: &random) ?? []
      }
      if Bool.random(using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        text.insert(contentsOf: (Self.wrong + Self.special).randomElement(using: &random) ?? [], at: place)
      }
      let (found, right) = (run(text), expected(text))
      #expect(found.count == right.count && found.stop == right.stop)
    }
  }

  @Test("what needs no escape is counted")
  func countsPlain() {
    for distance in 0..<70 {
      for stop in Self.special {
        let text = [UInt8](repeating: 0xEA, count: distance) + stop + [0x61]
        let count = text.withUnsafeBufferPointer { cjson_plain_run($0.baseAddress!, $0.count) }
        #expect(count == distance)
      }
    }
  }

  /// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same texts in every run.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
