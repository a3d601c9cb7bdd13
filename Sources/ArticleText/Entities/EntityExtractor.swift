/// Finds persons, organisations, places, dates, times, quantities, events and addresses in a Korean news
/// text, and says which mentions are one, who holds which office, and who said what.
///
/// ```swift
/// let report = EntityExtractor().extract(from: article.text, publishedAt: CivilDate(iso: "2025-03-28"))
/// ```
/// A statistical tagger sees the mentions line by line; rules of one kind each then add and correct. The stages, in
/// order, are the body of `extract(from:publishedAt:)`. Everything is linear or n log n in the text's length.
public struct EntityExtractor: Sendable {
  /// What sees the mentions of a range of the text: KLUE-NER's six classes, none overlapping another.
  public typealias Tagging = @Sendable (_ text: ScalarText, _ range: Range<Int>) -> [TaggedSpan]

  private let tag: Tagging
  private let names: KnownNames

  /// The extractor with the tagger built into this library.
  ///
  /// - Parameter knowledge: the operator's persons and organisations. They are found where the tagger misses or
  ///   mistakes them; a title or an organisation of a person is used where the text has none. O(n log n) in their
  ///   number, once.
  public init(knowledge: OperatorKnowledge = .none) {
    let tagger = SequenceTagger()
    self.init(knowledge: knowledge) { tagger.spans(in: $0, range: $1) }
  }

  /// An extractor over another tagger, for tests and to measure the rules alone.
  public init(knowledge: OperatorKnowledge = .none, tagging: @escaping Tagging) {
    tag = tagging
    names = KnownNames(knowledge)
  }

  /// The mentions of `string` and what joins them. Offsets are in Unicode scalars.
  ///
  /// - Parameters:
  ///   - string: the text, a paragraph a line.
  ///   - publishedAt: the day that relative dates count from; without it they have no `norm`.
  public func extract(from string: String, publishedAt: CivilDate?) -> EntityReport {
    extract(from: string, publishedAt: publishedAt, betweenLines: {})
  }

  /// The same for who may want to end it early.
  ///
  /// - Parameters:
  ///   - string: the text, a paragraph a line.
  ///   - publishedAt: the day that relative dates count from.
  ///   - betweenLines: called before each line, where nearly all the time goes; what it throws ends the work.
  public func extract<Failure>(
    from string: String, publishedAt: CivilDate?, betweenLines: () throws(Failure) -> Void
  ) throws(Failure) -> EntityReport {
    let text = ScalarText(string).findingWords()
    var mentions: [Mention] = []
    var events: [Mention] = []
    var addresses: [Mention] = []
    for line in text.lines where !line.isEmpty {
      try betweenLines()
      let scan = Scan(text, line)
      let emails = Emails.find(scan)
      let seen = Self.outside(emails, tagged(text, line))
      let numbers = Self.outside(emails, Numbers.find(scan))
      let found = Numbers.reconcile(numbers, with: seen, in: text)
      let meetings = Events.find(scan, found)
      events += meetings
      // "(HIFF)" behind a festival is the festival, and no body.
      let meetingNames = Set(meetings.map(\.range))
      mentions += found.filter { !meetingNames.contains($0.range) } + emails
      addresses += emails
    }
    let known = names.find(text, emails: addresses, events: events)
    mentions = NameCorrections.apply(mentions, known: known, in: text)
    let table = MentionTable(text: text, mentions: mentions + events)
    let persons = Persons(table)
    return ReportBuilder(table, persons, names, publishedAt: publishedAt).report()
  }

  private func tagged(_ text: ScalarText, _ line: Range<Int>) -> [Mention] {
    tag(text, line).compactMap { span in
      // The model knows no rule that a blank ends no name.
      var range = span.range
      while let last = range.last, text[last].isBlank { range = range.lowerBound..<last }
      return range.isEmpty ? nil : Mention(range: range, kind: span.kind, confidence: span.confidence)
    }
  }

  /// What does not touch an address: its parts are no names or numbers.
  private static func outside(_ emails: [Mention], _ mentions: [Mention]) -> [Mention] {
    emails.isEmpty ? mentions : mentions.filter { NameCorrections.isFree($0.range, emails) }
  }
}
