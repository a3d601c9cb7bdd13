/// What the operator of a service knows and the built-in tables do not: persons, organisations, publishers, and
/// lines that sites print around articles.
///
/// ```swift
/// let knowledge = try OperatorKnowledge(files: ["persons.tsv": bytes])
/// let parser = ArticleParser(knowledge: knowledge)
/// let extractor = EntityExtractor(knowledge: knowledge)
/// ```
///
/// It comes from up to four files of tab-separated rows, UTF-8, of which none must exist:
///
/// | file | columns |
/// | --- | --- |
/// | `persons.tsv` | full name, title?, organisation? |
/// | `organisations.tsv` | name, aliases separated by `\|`? |
/// | `publishers.tsv` | domain, name |
/// | `residue.tsv` | a whole line |
///
/// Empty lines and lines that begin with `#` do not count; a byte order mark and CR LF may be there. Fields are
/// brought to NFC, without blanks at their ends.
public struct OperatorKnowledge: Sendable, Equatable {
  /// A person whose full name is one wherever it stands as a word.
  public struct Person: Sendable, Equatable {
    /// The full name, unlike every other name and alias of a person or an organisation.
    public let name: String
    /// The person's title, for texts that print none.
    public let title: String?
    /// The person's organisation, for texts that name none.
    public let organisation: String?
  }

  /// An organisation whose name and aliases mean the same wherever they stand as a word.
  public struct Organisation: Sendable, Equatable {
    /// The name.
    public let name: String
    /// Its other names.
    public let aliases: [String]
  }

  /// A publisher with a mail or web domain of its.
  public struct Publisher: Sendable, Equatable {
    /// The domain, lower case; addresses of its subdomains are the publisher's too.
    public let domain: String
    /// The name as it is to be reported.
    public let name: String
  }

  /// The persons, in the file's order.
  public let persons: [Person]
  /// The organisations, in the file's order.
  public let organisations: [Organisation]
  /// The publishers' domains, in the file's order.
  public let publishers: [Publisher]
  /// The lines of residue, in the file's order.
  public let residue: [String]

  /// No knowledge: what a parser and an extractor have by default.
  public static let none = OperatorKnowledge(persons: [], organisations: [], publishers: [], residue: [])

  /// The names of the files, in the order in which they are read.
  public static let fileNames = KnowledgeFile.allCases.map(\.rawValue)

  /// Reads the operator's files.
  ///
  /// - Parameter files: file name, without a directory, → its bytes. A file that is missing adds nothing.
  /// - Throws: `KnowledgeErrors` with every problem, by file and line, up to `KnowledgeErrors.countMax`. A file
  ///   with a name that is not one of `fileNames` is a problem too: its rows would not count.
  /// - Complexity: O(bytes).
  public init(files: [String: [UInt8]]) throws(KnowledgeErrors) {
    var reader = KnowledgeReader(files)
    self.init(
      persons: reader.persons(), organisations: reader.organisations(), publishers: reader.publishers(),
      residue: reader.residue())
    if let errors = reader.errors { throw errors }
  }

  private init(
    persons: [Person], organisations: [Organisation], publishers: [Publisher], residue: [String]
  ) {
    self.persons = persons
    self.organisations = organisations
    self.publishers = publishers
    self.residue = residue
  }
}

/// The files of the operator's knowledge.
enum KnowledgeFile: String, CaseIterable {
  case persons = "persons.tsv"
  case organisations = "organisations.tsv"
  case publishers = "publishers.tsv"
  case residue = "residue.tsv"

  /// How many fields a row has.
  var columns: ClosedRange<Int> {
    switch self {
    case .persons: 1...3
    case .organisations: 1...2
    case .publishers: 2...2
    case .residue: 1...1
    }
  }
}
