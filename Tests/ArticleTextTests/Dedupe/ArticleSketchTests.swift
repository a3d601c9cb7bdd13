import Testing

@testable import ArticleText

@Suite("A sketch")
struct ArticleSketchTests {
  private static func sketch(_ paragraphs: [String]) -> ArticleSketch {
    ArticleSketch(DedupeText(paragraphs: paragraphs))
  }

  @Test(
    "survives encoding",
    arguments: [
      [], ["가"], DedupeArticles.market, DedupeArticles.indexMonday,
      Array(repeating: "한솔시 소식 12건", count: 700),
    ])
  func roundTrip(paragraphs: [String]) {
    let sketch = Self.sketch(paragraphs)
    #expect(ArticleSketch(encoded: sketch.encoded) == sketch)
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
      if let sketch = ArticleSketch(encoded: bytes) {
        _ = NearDuplicates.verdict(query, against: sketch, sameDigest: false)
      }
    }
  }

  @Test("every shorter form is refused")
  func truncated() {
    let good = Self.sketch(DedupeArticles.market).encoded
    for count in good.indices { #expect(ArticleSketch(encoded: Array(good.prefix(count))) == nil) }
    #expect(ArticleSketch(encoded: good + [0]) == nil)
  }

  @Test(
    "stays small whatever the text",
    arguments: ["ㅋ", "가나", "1", "1.", "한솔시 3일 ", "\n"])
  func bounded(unit: String) {
    let text = String(repeating: unit, count: 200_000)
    let sketch = Self.sketch(unit == "\n" ? Array(repeating: "한", count: 200_000) : [text])
    #expect(sketch.encoded.count < 24_000)
  }

  @Test("texts that share a long run share a key, wherever it stands")
  func winnowing() {
    let run = DedupeText(paragraphs: DedupeArticles.market).scalars
    let noise = DedupeText(paragraphs: DedupeArticles.library).scalars
    for start in stride(from: 0, to: run.count - 60, by: 7) {
      let moved = noise + run[start..<start + 60] + noise
      #expect(!Set(Winnowing.keys(of: moved)).isDisjoint(with: Winnowing.keys(of: run)))
    }
  }

  @Test("SHA-256 is that of the standard")
  func digest() {
    var hasher = SHA256()
    for byte in "abc".utf8 { hasher.append(byte: byte) }
    let hex = hasher.finish().bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
