import ArticleText
import Foundation

/// Predictions for a folder of whole articles.
struct ArticlePredictions {
  /// Takes the spans from the gold instead of from the tagger.
  let goldSpans: Bool

  private struct Article: Decodable {
    struct Span: Decodable {
      var start: Int
      var end: Int
      var type: String
    }
    var dateline: String?
    var text: String
    var entities: [Span]
  }

  /// The fields that the scorer reads; it calls the cluster of a speaker by another name than the service.
  private struct Prediction: Encodable {
    struct Quote: Encodable {
      var start: Int
      var end: Int
      var speaker: String?
      var speakerCluster: String?

      enum CodingKeys: String, CodingKey {
        case start, end, speaker
        case speakerCluster = "speaker_cluster"
      }
    }
    var text: String
    var entities: [Entity]
    var clusters: [String: [[Int]]]
    var persons: [Person]
    var quotes: [Quote]
  }

  func write(from source: String, to target: String) throws {
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    let extractor = EntityExtractor()
    var (articles, bytes, seconds) = (0, 0, 0.0)
    for name in try FileManager.default.contentsOfDirectory(atPath: source).sorted()
    where name.hasSuffix(".json") {
      let data = try Data(contentsOf: URL(fileURLWithPath: source + "/" + name))
      let article = try JSONDecoder().decode(Article.self, from: data)
      let tool = goldSpans ? self.extractor(article) : extractor
      let day = article.dateline.flatMap { CivilDate(iso: $0) }
      // Once before it is measured: lists are built when they are first asked.
      _ = tool.extract(from: article.text, publishedAt: day)
      let start = CPU.seconds
      let report = tool.extract(from: article.text, publishedAt: day)
      seconds += CPU.seconds - start
      articles += 1
      bytes += article.text.utf8.count
      let prediction = Prediction(
        text: article.text, entities: report.entities, clusters: report.clusters, persons: report.persons,
        quotes: report.quotes.map {
          .init(start: $0.start, end: $0.end, speaker: $0.speaker, speakerCluster: $0.speakerCluster)
        })
      try JSONEncoder().encode(prediction).write(to: URL(fileURLWithPath: target + "/" + name))
    }
    print(
      """
      {"seconds": \(seconds), "articles": \(articles), "bytes": \(bytes), "residentMiB": \(CPU.residentMiB)}
      """)
  }

  private func extractor(_ article: Article) -> EntityExtractor {
    let spans = article.entities.compactMap { span -> TaggedSpan? in
      guard let kind = Entity.Kind(rawValue: span.type), kind != .event, kind != .email else { return nil }
      return TaggedSpan(range: span.start..<span.end, kind: kind, confidence: 1)
    }
    return EntityExtractor { _, range in
      spans.filter { range.contains($0.range.lowerBound) }.sorted {
        $0.range.lowerBound < $1.range.lowerBound
      }
    }
  }
}
