import ArticleText
import Foundation

/// CPU time of the whole extraction over articles of one file.
struct Speed {
  private struct Article: Decodable { var text: String }

  /// Prints megabytes a second and CPU time an article: the median of five rounds over the first `count` articles.
  static func measure(_ path: String, count: Int) throws {
    let texts = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n")).prefix(
      count
    )
    .map { try JSONDecoder().decode(Article.self, from: $0).text }
    let bytes = texts.reduce(0) { $0 + $1.utf8.count }
    let extractor = EntityExtractor()
    let day = CivilDate(iso: "2025-03-28")
    var entities = 0
    let rounds = (0..<5).map { _ in
      let start = CPU.seconds
      entities = texts.reduce(0) { $0 + extractor.extract(from: $1, publishedAt: day).entities.count }
      return CPU.seconds - start
    }
    let seconds = rounds.sorted()[2]
    print(
      """
      {"articles": \(texts.count), "bytes": \(bytes), "entities": \(entities), \
      "microsecondsAnArticle": \(seconds / Double(texts.count) * 1e6), "megabytesASecond": \(Double(bytes) / seconds / 1e6)}
      """)
  }
}

/// What this process has used.
enum CPU {
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The most memory that was resident at once.
  static var residentMiB: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
