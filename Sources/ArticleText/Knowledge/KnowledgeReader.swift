/// Reads the operator's files one after another, checks each row, and keeps what is wrong.
struct KnowledgeReader {
  /// The longest name of a person, which is foreign and has several words.
  static let personScalarsMax = 40
  /// The longest name of a house: a court or a foreign institute with its department.
  static let houseScalarsMax = 80
  /// One syllable is a chance hit in every sentence.
  static let nameScalarsMin = 2

  private typealias Place = (file: KnowledgeFile, line: Int)

  private let files: [String: [UInt8]]
  private var problems: [KnowledgeError]
  /// Where each name and alias stands; a name is a person's or one organisation's.
  private var names: [String: Place] = [:]

  init(_ files: [String: [UInt8]]) {
    self.files = files
    problems = files.keys.filter { KnowledgeFile(rawValue: $0) == nil }.sorted().map {
      KnowledgeError(file: $0, line: 1, reason: .unknownFile)
    }
  }

  /// What was wrong with the files read so far.
  var errors: KnowledgeErrors? {
    guard !problems.isEmpty else { return nil }
    let first = Array(problems.prefix(KnowledgeErrors.countMax))
    return KnowledgeErrors(errors: first, isTruncated: problems.count >= KnowledgeErrors.countMax)
  }

  // MARK: Files

  mutating func persons() -> [OperatorKnowledge.Person] {
    rows(.persons) { (reader, row) throws(KnowledgeError.Reason) in
      let name = row.fields[0]
      try Self.check(name, scalarsMax: Self.personScalarsMax)
      if name.unicodeScalars.contains(where: { $0.properties.numericType == .decimal }) { throw .digit(name) }
      try reader.claim(name, (.persons, row.line))
      return OperatorKnowledge.Person(name: name, title: row.field(1), organisation: row.field(2))
    }
  }

  mutating func organisations() -> [OperatorKnowledge.Organisation] {
    rows(.organisations) { (reader, row) throws(KnowledgeError.Reason) in
      let aliases = row.field(1)?.unicodeScalars.split(
        separator: "|", omittingEmptySubsequences: false
      ).map { Array($0)[...].trimmed.string }
      for name in [row.fields[0]] + (aliases ?? []) {
        try Self.check(name, scalarsMax: Self.houseScalarsMax)
        try reader.claim(name, (.organisations, row.line))
      }
      return OperatorKnowledge.Organisation(name: row.fields[0], aliases: aliases ?? [])
    }
  }

  mutating func publishers() -> [OperatorKnowledge.Publisher] {
    var domains: [String: Place] = [:]
    var spellings: [LineKey: (name: String, line: Int)] = [:]
    return rows(.publishers) { (_, row) throws(KnowledgeError.Reason) in
      let (domain, name) = (row.fields[0].lowercased(), row.fields[1])
      guard Self.isDomain(domain) else { throw .invalidDomain(domain) }
      try Self.check(name, scalarsMax: Self.houseScalarsMax)
      try Self.claim(domain, shownAs: domain, (.publishers, row.line), in: &domains)
      let key = LineKey(name)
      if let known = spellings[key], known.name != name {
        throw .otherSpelling(name, of: known.name, line: known.line)
      }
      if spellings[key] == nil { spellings[key] = (name, row.line) }
      return OperatorKnowledge.Publisher(domain: domain, name: name)
    }
  }

  mutating func residue() -> [String] {
    var keys: [LineKey: Place] = [:]
    return rows(.residue) { (_, row) throws(KnowledgeError.Reason) in
      let line = row.fields[0]
      let key = LineKey(line)
      guard !key.isEmpty else { throw .noLetters(line) }
      try Self.claim(key, shownAs: line, (.residue, row.line), in: &keys)
      return line
    }
  }

  // MARK: Rows

  /// What `read` makes of the rows of `file`; the rows that it throws at are problems.
  private mutating func rows<Value>(
    _ file: KnowledgeFile,
    _ read: (inout KnowledgeReader, TabSeparatedRows.Row) throws(KnowledgeError.Reason) -> Value
  ) -> [Value] {
    guard let bytes = files[file.rawValue] else { return [] }
    let table = TabSeparatedRows(bytes, columns: file.columns)
    var values: [Value] = []
    var found = table.problems
    for row in table.rows {
      do { values.append(try read(&self, row)) } catch { found.append((row.line, error)) }
    }
    found.sort { $0.line < $1.line }
    problems += found.map { KnowledgeError(file: file.rawValue, line: $0.line, reason: $0.reason) }
    return values
  }

  private mutating func claim(_ name: String, _ place: Place) throws(KnowledgeError.Reason) {
    try Self.claim(name, shownAs: name, place, in: &names)
  }

  private static func claim<Key: Hashable>(
    _ key: Key, shownAs text: String, _ place: Place, in taken: inout [Key: Place]
  ) throws(KnowledgeError.Reason) {
    if let earlier = taken[key] {
      throw .duplicate(text, file: earlier.file.rawValue, line: earlier.line)
    }
    taken[key] = place
  }

  private static func check(_ name: String, scalarsMax: Int) throws(KnowledgeError.Reason) {
    let count = name.unicodeScalars.count
    guard count > 0 else { throw .emptyName }
    guard count >= nameScalarsMin else { throw .tooShort(name, scalarsMin: nameScalarsMin) }
    guard count <= scalarsMax else { throw .tooLong(name, scalarsMax: scalarsMax) }
    guard name.unicodeScalars.contains(where: \.isWordScalar) else { throw .noLetters(name) }
  }

  /// Source: RFC 1123, section 2.1, and RFC 1035, section 2.3.4, without the final dot.
  private static func isDomain(_ domain: String) -> Bool {
    let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count >= 2 && domain.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
          && label.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "-"
          }
      }
  }
}

extension TabSeparatedRows.Row {
  /// An optional field: `nil` when it is missing or empty.
  fileprivate func field(_ column: Int) -> String? {
    fields.indices.contains(column) && !fields[column].isEmpty ? fields[column] : nil
  }
}
