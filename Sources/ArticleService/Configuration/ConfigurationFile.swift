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
  /// The names of all keys that have a value, with their lines.
  let lines: [(name: String, line: Int)]

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
        (values, lines) = (nil, [])
        return
      }
      guard let mapping = root.mapping else { throw Self.problem(path + ":1", "expected keys with values") }
      lines = Self.leaves(mapping, under: [])
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
    lines.first { $0.name == name }.map { "\(path):\($0.line)" } ?? path
  }

  private static func leaves(_ mapping: Node.Mapping, under prefix: [String]) -> [(name: String, line: Int)] {
    mapping.flatMap { key, value -> [(name: String, line: Int)] in
      let path = prefix + [key.string ?? "?"]
      if let inner = value.mapping { return leaves(inner, under: path) }
      // A group of which all keys are commented out.
      if value.null != nil { return [] }
      return [(path.joined(separator: "."), (key.mark ?? value.mark)?.line ?? 1)]
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
