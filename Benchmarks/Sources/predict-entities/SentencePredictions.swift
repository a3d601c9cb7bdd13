import ArticleText
import Foundation

/// Predictions for a file of single sentences.
struct SentencePredictions {
  /// Writes what the tagger alone sees, so that the rules' part can be told from it.
  let taggerOnly: Bool

  private struct Sentence: Decodable {
    var id: String
    var text: String
  }

  private struct Prediction: Encodable {
    var id: String
    var text: String
    var entities: [Entity]
  }

  func write(from source: String, to target: String) throws {
    let extractor = EntityExtractor()
    let encoder = JSONEncoder()
    var output = Data()
    for line in try Data(contentsOf: URL(fileURLWithPath: source)).split(separator: UInt8(ascii: "\n")) {
      let sentence = try JSONDecoder().decode(Sentence.self, from: line)
      let entities =
        taggerOnly
        ? tagged(sentence.text) : extractor.extract(from: sentence.text, publishedAt: nil).entities
      output += try encoder.encode(Prediction(id: sentence.id, text: sentence.text, entities: entities))
      output.append(UInt8(ascii: "\n"))
    }
    try output.write(to: URL(fileURLWithPath: target))
  }

  private func tagged(_ string: String) -> [Entity] {
    let text = ScalarText(string)
    return SequenceTagger().spans(in: text, range: 0..<text.count).map {
      Entity(
        start: $0.range.lowerBound, end: $0.range.upperBound, text: text.string($0.range), type: $0.kind,
        confidence: $0.confidence)
    }
  }
}
