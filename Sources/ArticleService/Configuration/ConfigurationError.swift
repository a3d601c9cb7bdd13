import ArgumentParser
import Foundation

/// What is wrong with the configuration: everything at once, so that it is mended in one go.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// One mistake and where it is.
  struct Problem: Equatable, CustomStringConvertible {
    /// A file and a line (`/etc/article/article.yaml:12`), an environment variable or a flag.
    var place: String
    /// What is wrong there, in one line.
    var reason: String

    var description: String { "\(place): \(reason)" }
  }

  var problems: [Problem]

  var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ConfigurationError {
  /// Says it on standard error; the status to end with, EX_CONFIG of sysexits.h.
  var exit: ExitCode {
    FileHandle.standardError.write(Data("article-service: the configuration is refused\n\(self)\n".utf8))
    return ExitCode(78)
  }
}

/// Why a value does not fit its key; who knows its place makes a `Problem` of it.
struct ValueError: Error {
  let reason: String

  /// What was expected, and what was there.
  init(expected: String, found: String) { reason = "expected \(expected), found \"\(found)\"" }
}
