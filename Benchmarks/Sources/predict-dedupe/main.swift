import ArticleText
import Foundation

// predict-dedupe SET_DIR OUT.tsv [--features]
//
// Adds the articles of SET_DIR/articles.ndjson one by one to the index in memory and writes every pair that
// the engine calls a duplicate, for SET_DIR/score.py. With --features it writes every pair that the index
// compares and what the decision sees of it, for Training/dedupe/fit.py.

struct Row: Decodable {
  var id: String
  var text: String
}

let arguments = CommandLine.arguments
guard arguments.count >= 3,
  let input = FileManager.default.contents(atPath: arguments[1] + "/articles.ndjson")
else {
  FileHandle.standardError.write(Data("usage: predict-dedupe SET_DIR OUT.tsv [--features]\n".utf8))
  exit(64)
}
let rows = try input.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Row.self, from: $0) }
let articles = rows.map { row in
  DedupeInput(id: row.id, paragraphs: row.text.split(separator: "\n").map(String.init))
}
let index = SeenArticlesInMemory()
var lines = ""

let clock = ContinuousClock()
var spent = Duration.zero
for article in articles {
  let id = article.id ?? ""
  if arguments.contains("--features") {
    for pair in try await index.comparisons(article) {
      lines += "\(id)\t\(pair.id)\t" + pair.features.map { "\($0)" }.joined(separator: "\t") + "\n"
    }
  }
  let start = clock.now
  let report = try await index.add(article, limit: .max, replace: false)
  spent += clock.now - start
  if !arguments.contains("--features") {
    for match in report.matches where match.relation.isDuplicate {
      lines += "\(id)\t\(match.id)\t\(match.similarity)\t\(match.relation.rawValue)\n"
    }
  }
}
try lines.write(toFile: arguments[2], atomically: true, encoding: .utf8)

let stats = await index.stats()
let micros = Double(spent.components.seconds) * 1e6 + Double(spent.components.attoseconds) / 1e12
print(
  "articles \(stats.articles), \(Int(micros / Double(max(1, stats.articles)))) µs an article (look and add),",
  "\(stats.bytes / max(1, stats.articles)) bytes of sketch an article")
