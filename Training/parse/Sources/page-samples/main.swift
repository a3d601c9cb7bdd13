@_spi(Training) import ArticleText
import Foundation

// page-samples OUT_DIR PAGE…: writes OUT_DIR/NAME.json and NAME.f32 (rows of numbers) for each page, and features.json, their names.

/// The parts of a sample that are no rows of numbers.
struct Texts: Encodable {
  var lines: [String]
  var around: [[Int]]
  var words: [[UInt32]]
  var names: [[[UInt32]]]
  var probabilities: [Float]
  var labels: [String]
  var containers: [Int]
  var parents: [Int]
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: page-samples OUT_DIR PAGE...\n".utf8))
  exit(64)
}
let out = URL(fileURLWithPath: arguments[0])
try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
try JSONEncoder().encode(PageSample.featureNames).write(to: out.appendingPathComponent("features.json"))
for path in arguments.dropFirst() {
  let url = URL(fileURLWithPath: path)
  let name = url.deletingPathExtension().lastPathComponent
  do {
    let sample = try PageSample([UInt8](Data(contentsOf: url)))
    let texts = Texts(
      lines: sample.lines, around: sample.around, words: sample.words, names: sample.names,
      probabilities: sample.probabilities, labels: sample.labels, containers: sample.containers,
      parents: sample.parents)
    try JSONEncoder().encode(texts)
      .write(to: out.appendingPathComponent(name + ".json"))
    try sample.features.withUnsafeBytes { Data($0) }.write(to: out.appendingPathComponent(name + ".f32"))
  } catch let error as ParseError {
    print("\(name): \(error)")
  }
}
