@_spi(Training) import ArticleText
import Foundation

let usage = """
  ner-trainer split CORPUS FIRST SECOND            halves a corpus, always in the same way
  ner-trainer train MODEL CORPUS[:WEIGHT]... [--NAME VALUE]...
  ner-trainer score MODEL CORPUS|ARTICLES-FOLDER...
  ner-trainer reliability MODEL CORPUS|ARTICLES-FOLDER...
  ner-trainer predict MODEL CORPUS OUT             predictions in the corpus's own form
  ner-trainer speed MODEL CORPUS
  """

do {
  var arguments = Array(CommandLine.arguments.dropFirst())
  guard !arguments.isEmpty else { throw Failure.usage(usage) }
  let command = arguments.removeFirst()
  switch (command, arguments.count) {
  case ("split", 3): try split(arguments[0], arguments[1], arguments[2])
  case ("train", 2...): try train(arguments)
  case ("score", 2...): try score(arguments[0], Array(arguments.dropFirst()))
  case ("reliability", 2...): try reliability(arguments[0], Array(arguments.dropFirst()))
  case ("predict", 3): try predict(arguments[0], arguments[1], arguments[2])
  case ("speed", 2):
    try Predictor(model: arguments[0]).measureSpeed(CorpusFile.read(arguments[1]), seconds: 5)
  default: throw Failure.usage(usage)
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}

func split(_ corpus: String, _ first: String, _ second: String) throws {
  var lines = try CorpusFile.read(corpus)
  var random = SplitMix64(seed: 1)
  random.shuffle(&lines)
  try CorpusFile.write(Array(lines[..<(lines.count / 2)]), to: first)
  try CorpusFile.write(Array(lines[(lines.count / 2)...]), to: second)
}

func train(_ arguments: [String]) throws {
  let options = try Options(arguments)
  let settings = options.settings
  var windows: [TrainingWindow] = []
  for (path, weight) in options.corpora {
    for line in try readLines(path) { windows += TrainingWindow.windows(of: line, weight: weight) }
  }
  var trainer = ChainTrainer(windows, settings)
  print("\(windows.count) windows, \(trainer.index.fingerprints.count) features")
  trainer.run(
    epochs: settings.epochs, rates: { $0 < 0.5 ? 1 : $0 < 0.8 ? 0.5 : 0.25 }, averaged: 2)
  trainer.prune()
  trainer.run(epochs: settings.epochsPruned, rates: { $0 < 0.5 ? 0.5 : 0.25 }, averaged: 2)
  let bytes = ModelWriter.bytes(trainer, outsideBias: options.outsideBias, largest: options.largest)
  try Data(bytes).write(to: URL(fileURLWithPath: options.model))
  print("\(options.model): \(bytes.count) bytes")
}

func score(_ model: String, _ paths: [String]) throws {
  let predictor = try Predictor(model: model)
  for path in paths {
    var score = Score()
    for line in try readLines(path) {
      score.add(gold: line.entities, predicted: predictor.mentions(in: line.text))
    }
    print("\(path): \(score.summary)")
  }
}

/// Prints, by tenths of confidence, how sure the tagger was and how often it was right.
func reliability(_ model: String, _ paths: [String]) throws {
  let predictor = try Predictor(model: model)
  var bins = [(count: Int, sure: Double, right: Int)](repeating: (0, 0, 0), count: 10)
  for line in try paths.flatMap(readLines) {
    let gold = Set(line.entities)
    for span in predictor.spans(in: line.text) {
      let mention = CorpusLine.Mention(
        start: span.range.lowerBound, end: span.range.upperBound, type: span.kind.rawValue)
      let bin = min(9, Int(span.confidence * 10))
      bins[bin].count += 1
      bins[bin].sure += span.confidence
      bins[bin].right += gold.contains(mention) ? 1 : 0
    }
  }
  for bin in bins where bin.count > 0 {
    let sure = (100 * bin.sure / Double(bin.count)).rounded()
    let right = (100 * Double(bin.right) / Double(bin.count)).rounded()
    print("\(bin.count) mentions: \(sure) % sure, \(right) % right")
  }
}

/// The lines of a corpus file, or the articles of a folder.
func readLines(_ path: String) throws -> [CorpusLine] {
  guard !path.hasSuffix(".jsonl") else { return try CorpusFile.read(path) }
  return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
    .map {
      let url = URL(fileURLWithPath: path).appendingPathComponent($0)
      return try JSONDecoder().decode(CorpusLine.self, from: Data(contentsOf: url))
    }
}

func predict(_ model: String, _ corpus: String, _ out: String) throws {
  let predictor = try Predictor(model: model)
  try CorpusFile.write(
    CorpusFile.read(corpus).map { line in
      var line = line
      line.entities = predictor.mentions(in: line.text)
      return line
    }, to: out)
}
