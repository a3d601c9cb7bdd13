@_spi(Training) import ArticleText
import Foundation

/// Tags files with the product's own tagger and a model file, for `score.py` to measure.
struct Predictor {
  private let bytes: UnsafeMutableRawBufferPointer
  private let tagger: SequenceTagger

  /// A tagger with the model at `path`. Its bytes stay in memory until the program ends.
  init(model path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes = .allocate(byteCount: data.count, alignment: 64)
    data.copyBytes(to: bytes)
    guard let model = EntityModel(UnsafeRawBufferPointer(bytes)) else { throw Failure.notAModel(path) }
    tagger = SequenceTagger(model: model)
  }

  /// The mentions of a text, as a corpus has them.
  func mentions(in string: String) -> [CorpusLine.Mention] {
    spans(in: string).map {
      CorpusLine.Mention(start: $0.range.lowerBound, end: $0.range.upperBound, type: $0.kind.rawValue)
    }
  }

  func spans(in string: String) -> [TaggedSpan] {
    let text = ScalarText(string)
    return tagger.spans(in: text, range: 0..<text.count)
  }

  /// Tags the same lines until `seconds` have gone by, and says how fast that was.
  func measureSpeed(_ lines: [CorpusLine], seconds: Double) {
    let texts = lines.map { ScalarText($0.text) }
    let utf8 = lines.reduce(0) { $0 + $1.text.utf8.count }
    let clock = ContinuousClock()
    let started = clock.now
    var rounds = 0
    var found = 0
    while clock.now - started < .seconds(seconds) {
      for text in texts { found += tagger.spans(in: text, range: 0..<text.count).count }
      rounds += 1
    }
    let elapsed = (clock.now - started) / .seconds(1)
    let rate = Double(utf8 * rounds) / elapsed / 1e6
    print(
      "speed: \((rate * 100).rounded() / 100) MB of UTF-8 a second on one core (\(found / rounds) mentions)")
  }
}

/// What can go wrong before training begins.
enum Failure: Error, CustomStringConvertible {
  case notAModel(String)
  case usage(String)

  var description: String {
    switch self {
    case .notAModel(let path): "\(path) is no model of this version"
    case .usage(let text): text
    }
  }
}
