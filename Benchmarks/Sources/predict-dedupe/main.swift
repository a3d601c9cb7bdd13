@_spi(Training) import ArticleDedupe
import Foundation

// predict-dedupe SET_DIR OUT.tsv [--canonicals FILE]
//   adds the articles of SET_DIR/articles.ndjson one by one to the index in memory and writes every pair that the engine
//   calls a duplicate, for SET_DIR/score.py; with --canonicals also each article's canonical.
// predict-dedupe --words ARTICLES.ndjson OUT.tsv
//   writes in how many articles each word's hash occurs, for Training/dedupe.
// predict-dedupe --features ARTICLES.ndjson PAIRS.tsv OUT.tsv
//   writes what the decision sees of each pair of ids, for Training/dedupe; with - for PAIRS.tsv of every pair that the
//   index would compare.

struct Row: Decodable {
  var id: String
  var text: String

  var paragraphs: [String] { text.split(separator: "\n").map(String.init) }

  static func read(_ path: String) throws -> [Row] {
    try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(Row.self, from: $0) }
  }
}

/// The CPU time of this process.
func cpuMicros() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func write(_ lines: [String], to path: String) throws {
  try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
}

func line(_ a: String, _ b: String, _ features: [Float]) -> String {
  "\(a)\t\(b)\t" + features.map { "\($0)" }.joined(separator: "\t")
}

func predict(_ directory: String, _ out: String, canonicals: String?) async throws {
  let articles = try Row.read(directory + "/articles.ndjson").map {
    DedupeInput(id: $0.id, paragraphs: $0.paragraphs)
  }
  let index = SeenArticlesInMemory()
  var pairs: [String] = []
  var firsts: [String] = []
  var spent = 0.0
  for article in articles {
    let id = article.id ?? ""
    let start = cpuMicros()
    let report = try await index.add(article, limit: .max, replace: false)
    spent += cpuMicros() - start
    firsts.append("\(id)\t\(report.canonicalId ?? id)")
    for match in report.matches where match.relation.isDuplicate {
      pairs.append("\(id)\t\(match.id)\t\(match.similarity)\t\(match.relation.rawValue)")
    }
  }
  try write(pairs, to: out)
  if let canonicals { try write(firsts, to: canonicals) }
  let stats = await index.stats()
  let count = max(1, stats.articles)
  print(
    "articles \(stats.articles), \((spent * 10 / Double(count)).rounded() / 10) µs an article (look and add, CPU),",
    "\(stats.bytes / count) bytes of sketch an article")
}

func writeWords(_ articles: String, _ out: String) throws {
  var counts = [Int](repeating: 0, count: 1 << 16)
  let rows = try Row.read(articles)
  for row in rows {
    for word in TrainingMaterial.words(row.paragraphs) { counts[Int(word)] += 1 }
  }
  try write(["\(rows.count)"] + counts.map { "\($0)" }, to: out)
}

func writeFeatures(_ articles: String, _ pairs: String, _ out: String) async throws {
  let rows = try Row.read(articles)
  var lines = ["a\tb\t" + TrainingMaterial.featureNames.joined(separator: "\t")]
  if pairs == "-" {
    let index = SeenArticlesInMemory()
    for row in rows {
      for pair in try await TrainingMaterial.comparisons(row.paragraphs, in: index) {
        lines.append(line(row.id, pair.id, pair.features))
      }
      _ = try await index.add(DedupeInput(id: row.id, paragraphs: row.paragraphs), limit: 1, replace: false)
    }
  } else {
    let texts = Dictionary(rows.map { ($0.id, $0.paragraphs) }, uniquingKeysWith: { first, _ in first })
    for pair in try String(contentsOfFile: pairs, encoding: .utf8).split(separator: "\n") {
      let ids = pair.split(separator: "\t")
      guard ids.count >= 2, let a = texts[String(ids[0])], let b = texts[String(ids[1])] else { continue }
      lines.append(line(String(ids[0]), String(ids[1]), TrainingMaterial.features(a, b)))
    }
  }
  try write(lines, to: out)
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("--words", 3): try writeWords(arguments[1], arguments[2])
case ("--features", 4): try await writeFeatures(arguments[1], arguments[2], arguments[3])
case (_, 2): try await predict(arguments[0], arguments[1], canonicals: nil)
case (_, 4) where arguments[2] == "--canonicals":
  try await predict(arguments[0], arguments[1], canonicals: arguments[3])
default:
  FileHandle.standardError.write(
    Data("usage: predict-dedupe SET_DIR OUT.tsv [--canonicals FILE] | --words … | --features …\n".utf8))
  exit(64)
}
