@testable import ArticleText

extension OperatorKnowledge {
  /// Knowledge from the text of its files.
  init(persons: String = "", organisations: String = "", publishers: String = "", residue: String = "") throws
  {
    try self.init(
      files: [
        "persons.tsv": Array(persons.utf8), "organisations.tsv": Array(organisations.utf8),
        "publishers.tsv": Array(publishers.utf8), "residue.tsv": Array(residue.utf8),
      ])
  }
}
