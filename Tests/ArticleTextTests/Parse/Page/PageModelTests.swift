import Testing

@testable import ArticleText

@Suite("PageModel")
struct PageModelTests {
  /// A model file: one tree a stage over the line's number of words, and weights of two words.
  private func file(
    magic: String = "KPAG", version: UInt32 = 1, width: Int = PageFeatures.width, feature: UInt32 = 0,
    right: Int32 = -2
  ) -> [UInt8] {
    var words: [UInt32] = [version, UInt32(width), 2, 1, 1, 2, 4]
    words += [Float(0.5), 0.25, -0.25].map(\.bitPattern) + [0]
    words += [7, 9, Float(1).bitPattern, Float(2).bitPattern]
    words += [0, 0, 1, 2]
    for _ in 0..<2 {
      words += [feature, Float(5).bitPattern, UInt32(bitPattern: -1), UInt32(bitPattern: right)]
    }
    words += [Float(-3), 3, -3, 3].map(\.bitPattern)
    return Array(magic.utf8)
      + words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }

  private func parsed(_ bytes: [UInt8]) -> PageModel? { bytes.withUnsafeBytes { PageModel($0) } }

  @Test("a file of another form is refused, and no tree leads out of its bounds")
  func refuses() throws {
    #expect(parsed(file()) != nil)
    #expect(parsed(file(magic: "KNER")) == nil)
    #expect(parsed(file(version: 2)) == nil)
    #expect(parsed(file(width: PageFeatures.width - 1)) == nil)
    #expect(parsed(Array(file().dropLast())) == nil)
    #expect(parsed(file(feature: 100_000)) == nil)
    #expect(parsed(file(right: -3)) == nil, "a leaf that the tree does not have")
    #expect(parsed(file(right: 0)) == nil, "a node that leads back")
    #expect(parsed([]) == nil)
  }

  @Test("the trees judge each line")
  func judges() throws {
    let model = try #require(parsed(file()))
    let page = HTMLText.read("<p>짧다</p><p>이것은 문턱보다 글자가 훨씬 더 많은 줄이며 그래서 나무는 이 줄을 본문으로 치기로 되어 있다.</p>")
    let features = page.lines.map { LineFeatures($0, LineReading($0, Publishers([]), PageResidue([]))) }
    let rows = PageFeatures(page, features, title: nil, claims: PageClaims(body: nil, description: nil))
    let said = model.probabilities(page, rows)
    #expect(said.map { $0 > 0.5 } == [false, true])
    #expect(rows.values.count == page.lines.count * PageFeatures.width)
    #expect(PageFeatures.names.count == PageFeatures.width)
  }

  @Test("what holds next to nothing gives way to the most likely lines")
  func decides() throws {
    let model = try #require(parsed(file()))
    #expect(model.decide([0.9, 0.2, 0.6], letters: [50, 500, 40]) == [true, false, true])
    #expect(model.decide([0.4, 0.3, 0.1], letters: [50, 500, 40]) == [true, true, false])
    #expect(model.decide([], letters: []) == [])
  }

  @Test("the linked model fits this build")
  func embedded() throws { #expect(try #require(PageModel.embedded).threshold > 0) }

  @Test("words are hashed the same everywhere")
  func words() {
    #expect(PageWords.hashes(of: Array("".unicodeScalars)).count == 1)
    let (around, own) = PageWords.hashes(ofNames: "article-Body article_body sideBar 42")
    #expect(around.count == 4 && own.count == 4, "article, body, side, bar")
    #expect(
      PageWords.hashes(of: Array("Read MORE".unicodeScalars))
        == PageWords.hashes(of: Array("read more".unicodeScalars)))
  }
}
