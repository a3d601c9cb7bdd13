import Testing

@testable import ArticleDedupe

@Suite("A sketch")
struct ArticleSketchTests {
  private static func sketch(_ paragraphs: [String]) -> ArticleSketch {
    ArticleSketch(FoldedText(paragraphs: paragraphs))
  }

  private static func read(_ bytes: [UInt8]) -> ArticleSketch? {
    bytes.withUnsafeBytes { ArticleSketch(encoded: $0) }
  }

  private static func keys(_ scalars: [UInt32]) -> [UInt64] {
    scalars.withUnsafeBufferPointer { Winnowing.keys(of: $0) }
  }

  @Test(
    "survives encoding",
    arguments: [
      [], ["가"], DedupeArticles.market, DedupeArticles.indexMonday,
      Array(repeating: "한솔시 소식 12건", count: 700),
    ])
  func roundTrip(paragraphs: [String]) {
    let sketch = Self.sketch(paragraphs)
    #expect(Self.read(sketch.encoded) == sketch)
  }

  @Test("damaged bytes are refused or read as some sketch, and comparing with that does not trap")
  func damaged() {
    let query = PreparedArticle(paragraphs: DedupeArticles.market)
    let good = query.sketch.encoded
    var random = SystemRandomNumberGenerator()
    for _ in 0..<4000 {
      var bytes = good
      switch UInt8.random(in: 0..<4, using: &random) {
      case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
      case 1: bytes.insert(.random(in: 0...255), at: .random(in: 0...bytes.count, using: &random))
      default:
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Bool.random() ? Int.random(in: 0..<20) : Int.random(in: bytes.indices, using: &random)
          bytes[place] = .random(in: 0...255, using: &random)
        }
      }
      if let sketch = Self.read(bytes) {
        _ = NearDuplicates.verdict(SketchProbe(query.sketch), against: sketch, sameDigest: false)
      }
    }
  }

  @Test("every shorter form is refused")
  func truncated() {
    let good = Self.sketch(DedupeArticles.market).encoded
    for count in good.indices { #expect(Self.read(Array(good.prefix(count))) == nil) }
    #expect(Self.read(good + [0]) == nil)
  }

  @Test(
    "stays small whatever the text",
    arguments: ["ㅋ", "가나", "1", "1.", "한솔시 3일 ", "\n"])
  func bounded(unit: String) {
    let text = String(repeating: unit, count: 200_000)
    let sketch = Self.sketch(unit == "\n" ? Array(repeating: "한", count: 200_000) : [text])
    #expect(sketch.encoded.count <= ArticleSketch.bytesMax)
  }

  @Test("texts that share a long run share a key, wherever it stands")
  func winnowing() {
    let run = FoldedText(paragraphs: DedupeArticles.market).scalars
    let noise = FoldedText(paragraphs: DedupeArticles.library).scalars
    for start in stride(from: 0, to: run.count - 60, by: 7) {
      let moved = noise + run[start..<start + 60] + noise
      #expect(!Set(Self.keys(moved)).isDisjoint(with: Self.keys(run)))
    }
  }

  @Test("keys alone are those of the whole")
  func keysAlone() {
    let sketch = Self.sketch(DedupeArticles.market)
    #expect(sketch.encoded.withUnsafeBytes(ArticleSketch.keys(encoded:)) == sketch.keys)
  }

  @Test("a digest is BLAKE2b", arguments: [0, 3, 128, 129, 256, 1000])
  func digest(length: Int) {
    // Made with Python's hashlib.blake2b(bytes(i % 251 for i in range(length)), digest_size=16).
    let expected = [
      0: "cae66941d9efbd404e4d88758ea67670", 3: "a75c0b0d97360c1ba783496eb6a0395a",
      128: "a74787004ef589e31149183900d0294a", 129: "aaf1b0371f6d4ee49ee4fb5ddd9c49ef",
      256: "1142c504dcd26338b7cbcf41424540d0",
      1000: "bca120dfd89cd95d82898473a5b01c90",
    ]
    let bytes = (0..<length).map { UInt8($0 % 251) }
    let hex = bytes.withUnsafeBytes(BLAKE2b.digest).bytes
      .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == expected[length])
  }
}
