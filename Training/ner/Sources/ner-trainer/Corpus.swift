@_spi(Training) import ArticleText
import Foundation

/// A line of a corpus file: a text and its mentions, in scalar offsets.
struct CorpusLine: Codable {
  struct Mention: Codable, Hashable {
    var start: Int
    var end: Int
    var type: String
  }

  var id: String
  var text: String
  var entities: [Mention]
}

/// Reading and writing of corpus files, one JSON object a line.
enum CorpusFile {
  static func read(_ path: String) throws -> [CorpusLine] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let decoder = JSONDecoder()
    return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(CorpusLine.self, from: $0) }
  }

  static func write(_ lines: [CorpusLine], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for line in lines {
      data += try encoder.encode(line)
      data.append(UInt8(ascii: "\n"))
    }
    try data.write(to: URL(fileURLWithPath: path))
  }
}

/// One window to learn from: where it is, its labels, and how much it counts.
struct TrainingWindow {
  var text: ScalarText
  var range: Range<Int>
  var labels: [UInt8]
  var weight: Float

  /// The windows of `line`, cut as the tagger cuts; a mention that crosses a cut is left out.
  static func windows(of line: CorpusLine, weight: Float) -> [TrainingWindow] {
    let text = ScalarText(line.text)
    return SequenceTagger.windows(in: text, range: 0..<text.count).map { range in
      var labels = [UInt8](repeating: UInt8(TaggerLabels.outside), count: range.count)
      for mention in line.entities where mention.start >= range.lowerBound && mention.end <= range.upperBound
      {
        guard let kind = TaggerLabels.kinds.firstIndex(where: { $0.rawValue == mention.type }) else {
          continue
        }
        for position in mention.start..<mention.end {
          labels[position - range.lowerBound] = UInt8(
            position == mention.start ? TaggerLabels.begin(kind) : TaggerLabels.inside(kind))
        }
      }
      return TrainingWindow(text: text, range: range, labels: labels, weight: weight)
    }
  }
}
