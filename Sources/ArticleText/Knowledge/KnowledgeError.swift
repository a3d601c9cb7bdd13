/// One problem of the operator's files: where it is, and what is wrong there.
public struct KnowledgeError: Error, Sendable, Equatable {
  /// What is wrong with a row.
  public enum Reason: Error, Sendable, Equatable {
    /// The file is not one of `OperatorKnowledge.fileNames`.
    case unknownFile
    /// The line's bytes are not UTF-8.
    case notUTF8
    /// A control character other than the tab between fields.
    case controlCharacter(Unicode.Scalar)
    /// The line has more bytes than a row may have.
    case lineTooLong(bytesMax: Int)
    /// The file has more rows than are read; the line is the first of those left.
    case tooManyRows(rowsMax: Int)
    /// The row has too few or too many fields.
    case columns(Int, expected: ClosedRange<Int>)
    /// A name or alias is empty.
    case emptyName
    /// A name or alias has too few scalars to be told from a chance hit.
    case tooShort(String, scalarsMin: Int)
    /// A name or alias has more scalars than names have.
    case tooLong(String, scalarsMax: Int)
    /// A person's name has a digit.
    case digit(String)
    /// Nothing of the name or line is a letter or digit, by which alone it is compared.
    case noLetters(String)
    /// Not a domain of ASCII labels with a dot ("news.example"); other scripts are written as `xn--`.
    case invalidDomain(String)
    /// What stands here stood in an earlier row: a name or alias, a domain, a line.
    case duplicate(String, file: String, line: Int)
    /// The publisher's name is that of an earlier row, spelt otherwise.
    case otherSpelling(String, of: String, line: Int)
  }

  /// The file's name ("persons.tsv").
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let reason: Reason
}

/// All problems of the operator's files, or the first of them.
public struct KnowledgeErrors: Error, Sendable, Equatable {
  /// How many problems are reported at most: enough to mend a file in a few turns, too few to fill a log.
  public static let countMax = 20

  /// The problems by file and line; at least one.
  public let errors: [KnowledgeError]
  /// Whether there may be more.
  public let isTruncated: Bool
}

extension KnowledgeError: CustomStringConvertible {
  /// "persons.tsv:3: a person's name has no digits: “윤태경2”".
  public var description: String { "\(file):\(line): \(reason)" }
}

extension KnowledgeErrors: CustomStringConvertible {
  /// A line for each problem.
  public var description: String {
    (errors.map(\.description) + (isTruncated ? ["there may be more"] : [])).joined(separator: "\n")
  }
}

extension KnowledgeError.Reason: CustomStringConvertible {
  /// One English sentence without its full stop.
  public var description: String {
    switch self {
    case .unknownFile:
      "no such file is read; the files are \(OperatorKnowledge.fileNames.joined(separator: ", "))"
    case .notUTF8: "not UTF-8"
    case .controlCharacter(let scalar): "control character U+\(Self.hex(scalar))"
    case .lineTooLong(let max): "longer than \(max) bytes"
    case .tooManyRows(let max): "more than \(max) rows"
    case .columns(let found, let expected): "\(found) columns, expected \(Self.list(expected))"
    case .emptyName: "empty name"
    case .tooShort(let name, let min): "shorter than \(min) characters: \(Self.quoted(name))"
    case .tooLong(let name, let max): "longer than \(max) characters: \(Self.quoted(name))"
    case .digit(let name): "a person's name has no digits: \(Self.quoted(name))"
    case .noLetters(let text): "no letters or digits: \(Self.quoted(text))"
    case .invalidDomain(let domain): "not a domain: \(Self.quoted(domain))"
    case .duplicate(let text, let file, let line): "\(Self.quoted(text)) is in \(file):\(line) already"
    case .otherSpelling(let name, let other, let line):
      "\(Self.quoted(name)) is \(Self.quoted(other)) in line \(line); one spelling must be reported"
    }
  }

  private static func list(_ columns: ClosedRange<Int>) -> String {
    columns.count == 1 ? "\(columns.lowerBound)" : "\(columns.lowerBound) to \(columns.upperBound)"
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// At most 40 scalars of `text`: a message is one line.
  private static func quoted(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return "“\(scalars.prefix(40).string)\(scalars.count > 40 ? "…" : "")”"
  }
}
