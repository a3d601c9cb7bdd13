import Testing

@testable import ArticleDedupe

@Suite("The duplicate decision")
struct DuplicateModelTests {
  @Test("the model that is linked in fits the features of this build")
  func embedded() {
    #expect(DuplicateModel.embedded != nil)
    #expect(PairFeatures.names.count == PairFeatures.count)
  }

  @Test("damaged models are refused or read as some model, and deciding with that ends")
  func damaged() {
    let probe = SketchProbe(PreparedArticle(paragraphs: DedupeArticles.market).sketch)
    let features = PairFeatures(probe, probe.sketch)
    let good = DuplicateModelFile.bytes
    #expect(good.withUnsafeBytes { DuplicateModel($0) } != nil)
    var random = SplitMix(state: 3)
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0..<3 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() & 255) }
      if random.next() % 4 == 0 { bytes.removeLast(4) }
      _ = bytes.withUnsafeBytes { DuplicateModel($0)?.logOdds(features) }
    }
  }

  @Test("the decision does not ask which article came first")
  func symmetric() {
    let pairs = [
      (DedupeArticles.market, DedupeArticles.marketEdited),
      (DedupeArticles.indexMonday, DedupeArticles.indexTuesday),
      (DedupeArticles.market, Array(DedupeArticles.market.prefix(3))),
    ]
    for (first, second) in pairs {
      let (a, b) = (PreparedArticle(paragraphs: first).sketch, PreparedArticle(paragraphs: second).sketch)
      let there = PairFeatures(SketchProbe(a), b)
      let back = PairFeatures(SketchProbe(b), a)
      for (name, (x, y)) in zip(PairFeatures.names, zip(there.values, back.values))
      where name != "words.order" {
        #expect(abs(x - y) < 1e-4, "\(name)")
      }
    }
  }
}

/// A small sound model: two trees of three leaves.
private enum DuplicateModelFile {
  static let bytes: [UInt8] = {
    var words: [UInt32] = [
      0x5055_444B, DuplicateModel.version, UInt32(PairFeatures.count), 2, 4, 6, Float(0.5).bitPattern, 0,
    ]
    words += [0, 0, 2, 3]
    for _ in 0..<2 {
      words += [0, Float(0.4).bitPattern, 1, UInt32(bitPattern: -1)]
      words += [5, Float(0.7).bitPattern, UInt32(bitPattern: -2), UInt32(bitPattern: -3)]
    }
    words += (0..<6).map { Float($0).bitPattern }
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }()
}
