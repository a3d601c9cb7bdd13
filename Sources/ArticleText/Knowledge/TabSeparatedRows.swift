/// Cuts a file into rows of fields, and says which lines are none.
struct TabSeparatedRows {
  /// The fields of one line, cleaned: NFC, no blanks at their ends, single blanks inside.
  struct Row {
    /// The line, from 1.
    let line: Int
    let fields: [String]
  }

  /// A row is a name and a few words; a longer one is another format or a lost line feed.
  static let lineBytesMax = 4096
  /// More rows than any newsroom keeps; with it names take some tens of megabytes.
  static let rowsMax = 100_000

  private(set) var rows: [Row] = []
  /// What is wrong with lines, in order; once there are `KnowledgeErrors.countMax` no more lines are read.
  private(set) var problems: [(line: Int, reason: KnowledgeError.Reason)] = []

  /// Cuts `bytes`. O(bytes).
  init(_ bytes: [UInt8], columns: ClosedRange<Int>) {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var line = 0
    var start = content.startIndex
    while start < content.endIndex, problems.count < KnowledgeErrors.countMax {
      let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.endIndex
      line += 1
      do throws(KnowledgeError.Reason) {
        if let fields = try Self.fields(content[start..<end], columns: columns) {
          guard rows.count < Self.rowsMax else { throw .tooManyRows(rowsMax: Self.rowsMax) }
          rows.append(Row(line: line, fields: fields))
        }
      } catch {
        problems.append((line, error))
        if case .tooManyRows = error { return }
      }
      start = end + 1
    }
  }

  /// The fields of a line, or `nil` when it is blank or a comment.
  private static func fields(
    _ line: ArraySlice<UInt8>, columns: ClosedRange<Int>
  ) throws(KnowledgeError.Reason) -> [String]? {
    let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    guard line.count <= lineBytesMax else { throw .lineTooLong(bytesMax: lineBytesMax) }
    // A comment counts here as well: in another charset it shows which one the rows are in.
    guard let text = String(validating: line, as: UTF8.self) else { throw .notUTF8 }
    guard line.first != UInt8(ascii: "#"), !text.unicodeScalars.allSatisfy(\.isBlank) else { return nil }
    let scalars = Array(text.unicodeScalars)
    if let control = scalars.first(where: { $0 != "\t" && isControl($0) }) {
      throw .controlCharacter(control)
    }
    let fields = scalars.split(separator: "\t", omittingEmptySubsequences: false).map { field in
      Normalisation.line(scalars, field.startIndex..<field.endIndex, lead: .line).text
    }
    guard columns.contains(fields.count) else { throw .columns(fields.count, expected: columns) }
    return fields
  }

  /// Source: Unicode 15, general category Cc, which no version adds to.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
