import Configuration
import Foundation
import Glibc
import Yams

/// The YAML file: its values, and where each stands.
struct ConfigurationFile {
  /// A configuration of every key with long comments is a few KiB.
  private static let bytesMax = 1 << 20

  let path: String
  /// `nil` where the file holds nothing but comments.
  let values: (any ConfigSnapshot)?
  /// Everything that stands there without anything below it, in order.
  let entries: [Entry]

  /// A name with its line, and whether it has a value: a group of which all keys are commented out has none.
  struct Entry {
    var name: String
    var line: Int
    var hasValue: Bool
  }

  /// Far more than there are keys; a file of aliases to aliases would have millions.
  private static let entriesMax = 1000

  /// - Throws: when the file cannot be read or is no YAML mapping.
  init(path: String) throws(ConfigurationError) {
    self.path = path
    guard access(path, R_OK) == 0, let data = FileManager.default.contents(atPath: path) else {
      throw Self.problem(path, "the file cannot be read: \(String(cString: strerror(errno)))")
    }
    guard data.count <= Self.bytesMax else { throw Self.problem(path, "the file is over 1 MiB") }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Self.problem(path, "the file is not UTF-8")
    }
    do {
      guard let root = try Yams.compose(yaml: text) else {
        (values, entries) = (nil, [])
        return
      }
      guard let mapping = root.mapping else { throw Self.problem(path + ":1", "expected keys with values") }
      var entries: [Entry] = []
      try Self.collect(mapping, under: [], into: &entries, path)
      self.entries = entries
      values = try YAMLSnapshot(data: Array(data).span.bytes, providerName: path, parsingOptions: .default)
    } catch let error as ConfigurationError {
      throw error
    } catch let error as YamlError {
      throw Self.problem(error, in: path)
    } catch {
      throw Self.problem(path, "\(error)")
    }
  }

  /// `/etc/article/article.yaml:12`
  func place(of name: String) -> String {
    entries.first { $0.name == name }.map { "\(path):\($0.line)" } ?? path
  }

  /// Names that stand twice, once with dots and once nested for instance: which of them holds would be a guess.
  var doubled: [ConfigurationError.Problem] {
    var first: [String: Int] = [:]
    return entries.compactMap { entry in
      guard let line = first[entry.name] else {
        first[entry.name] = entry.line
        return nil
      }
      return .init(place: "\(path):\(entry.line)", reason: "\(entry.name) stands in line \(line) already")
    }
  }

  private static func collect(
    _ mapping: Node.Mapping, under prefix: [String], into entries: inout [Entry], _ path: String
  ) throws(ConfigurationError) {
    for (key, value) in mapping {
      let name = prefix + [key.string ?? "?"]
      if let inner = value.mapping, !inner.isEmpty {
        try collect(inner, under: name, into: &entries, path)
        continue
      }
      guard entries.count < entriesMax else { throw problem(path, "more than \(entriesMax) keys") }
      let hasValue = value.null == nil && value.mapping == nil
      let line = (key.mark ?? value.mark)?.line ?? 1
      entries.append(Entry(name: name.joined(separator: "."), line: line, hasValue: hasValue))
    }
  }

  private static func problem(_ error: YamlError, in path: String) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Self.problem("\(path):\(mark.line)", problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "\($0)" }.joined(separator: ", ")
      return Self.problem("\(path):\(context.mark.line)", "these keys stand more than once: \(names)")
    default: return Self.problem(path, "\(error)")
    }
  }

  private static func problem(_ place: String, _ reason: String) -> ConfigurationError {
    ConfigurationError(problems: [.init(place: place, reason: reason)])
  }
}
