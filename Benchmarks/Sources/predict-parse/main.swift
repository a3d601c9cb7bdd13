import ArticleText
import Foundation

// predict-parse SET_DIR OUT_DIR [--kinds a,b] [--blocks] [--rounds N]: parses each document of a set and writes
// OUT_DIR/ID.json for the set's own score.py. The charset that the gold names is not looked at: the parser must find
// it. With --rounds the documents are then parsed N times more, and a last line tells in JSON what each kind costs.

/// What is read of a gold file.
struct Gold: Decodable {
  var id: String
  var kind: String
  var input: String
}

/// The bytes of a file, unpacked if it is gzipped.
func contents(of path: String) throws -> Data {
  guard path.hasSuffix(".gz") else { return try Data(contentsOf: URL(fileURLWithPath: path)) }
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-dc", path]
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return data
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  FileHandle.standardError.write(
    Data("usage: predict-parse SET_DIR OUT_DIR [--kinds a,b] [--blocks] [--rounds N]\n".utf8))
  exit(64)
}
let (set, out) = (arguments[0], arguments[1])

/// The argument after `name`.
func value(of name: String) -> String? {
  arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
}

let kinds = value(of: "--kinds").map { Set($0.split(separator: ",").map(String.init)) }
let rounds = value(of: "--rounds").flatMap { Int($0) } ?? 0
let includingBlocks = arguments.contains("--blocks")
try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)

let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
let parser = ArticleParser()
var (documents, bytes, refused) = (0, 0, 0)
var elapsed = Duration.zero
var sources: [String: [ArticleSource]] = [:]
for file in try FileManager.default.contentsOfDirectory(atPath: set + "/gold").sorted()
where file.hasSuffix(".json") {
  let gold = try JSONDecoder().decode(Gold.self, from: contents(of: "\(set)/gold/\(file)"))
  guard kinds?.contains(gold.kind) ?? true else { continue }
  let input = [UInt8](try contents(of: "\(set)/\(gold.input)"))
  do {
    var result: Result<Article, ParseError>?
    elapsed += ContinuousClock().measure {
      result = Result { () throws(ParseError) in
        try parser.parse(.bytes(input, charset: nil), includingBlocks: includingBlocks)
      }
    }
    try encoder.encode(result?.get()).write(to: URL(fileURLWithPath: "\(out)/\(gold.id).json"))
  } catch let error as ParseError {
    refused += 1
    print("\(gold.id): \(error)")
  }
  documents += 1
  bytes += input.count
  guard rounds > 0 else { continue }
  sources[gold.kind, default: []].append(.bytes(input, charset: nil))
  // A caller who has a text has it decoded: no charset is looked for, nor whether it is a page.
  if gold.input.hasSuffix(".txt"), let text = String(validating: input, as: UTF8.self) {
    sources[gold.kind + " decoded", default: []].append(.text(text))
  }
}
let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
print("\(documents) documents, \(refused) refused, \(bytes) bytes, \(seconds) s of parsing")
if rounds > 0 {
  let costs = sources.mapValues { KindCost($0, parser, rounds: rounds, includingBlocks: includingBlocks) }
  encoder.outputFormatting = [.sortedKeys]
  print(String(decoding: try encoder.encode(costs), as: UTF8.self))
}
