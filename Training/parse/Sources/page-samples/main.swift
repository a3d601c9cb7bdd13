@_spi(Training) import ArticleText
import Foundation

// page-samples OUT_DIR PAGE…: writes OUT_DIR/NAME.json and NAME.f32 (rows of numbers) for each page, and features.json, their names.

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
    try JSONEncoder().encode(sample).write(to: out.appendingPathComponent(name + ".json"))
    try sample.features.withUnsafeBytes { Data($0) }.write(to: out.appendingPathComponent(name + ".f32"))
  } catch let error as ParseError {
    print("\(name): \(error)")
  }
}
