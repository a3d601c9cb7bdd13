/// Corrects organisations (OG) that took in the name before them: "윤태경 나래대학교" where 윤태경 is a person
/// elsewhere in the text.
enum PersonBeforeBody {
  /// The mentions of `table`, such organisations split into person and body.
  static func apply(_ table: MentionTable) -> [Mention] {
    let persons = Set(table.indices.filter { table[$0].kind == .person }.map { table.string($0) })
    return table.indices.flatMap { index -> [Mention] in
      let mention = table[index]
      guard mention.kind == .organization,
        let blank = mention.range.first(where: { table.scan[$0]?.isBlank == true }),
        blank > mention.range.lowerBound, blank + 1 < mention.range.upperBound,
        persons.contains(table.scan.text.string(mention.range.lowerBound..<blank))
          || isHolder(mention, blank, table)
      else { return [mention] }
      var (person, body) = (mention, mention)
      person.kind = .person
      person.range = mention.range.lowerBound..<blank
      body.range = (blank + 1)..<mention.range.upperBound
      return [person, body]
    }
  }

  /// "구도연 나래연구원 연구위원": built like a name, then like a body, and a title behind.
  private static func isHolder(_ mention: Mention, _ blank: Int, _ table: MentionTable) -> Bool {
    let (text, first) = (table.scan.text, mention.range.lowerBound..<blank)
    return first.count == 3 && Surnames.contains(text[first.lowerBound])
      && !NameWords.notNames.isTail(of: text, first)
      && NameWords.bodyEndings.isTail(of: text, blank + 1..<mention.range.upperBound)
      && PersonTitles.phrase(table.scan, at: table.scan.afterBlank(mention.range.upperBound), wordsMax: 1)
        != nil
  }
}
