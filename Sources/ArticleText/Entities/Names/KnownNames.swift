/// Finds the persons and organisations that the operator knows, and says what is known of them.
///
/// The operator's rows are trusted; what must be right is the place: a name begins and ends a word, but for a
/// particle or a title, and stands in no longer name.
struct KnownNames: Sendable {
  private enum Row: Sendable {
    case person(Int)
    case organisation(Int)
  }

  private let rows: NameIndex<Row>
  private let persons: [OperatorKnowledge.Person]

  /// The names of `knowledge`. O(n log n) in their number.
  init(_ knowledge: OperatorKnowledge) {
    persons = knowledge.persons
    rows = NameIndex(
      knowledge.persons.enumerated().map { ($1.name, .person($0)) }
        + knowledge.organisations.enumerated().flatMap { number, row in
          ([row.name] + row.aliases).map { ($0, .organisation(number)) }
        })
  }

  /// The person of that full name.
  func person(named name: String) -> OperatorKnowledge.Person? {
    guard case .person(let number)? = rows[name] else { return nil }
    return persons[number]
  }

  /// The number of the organisation of that name or alias: the same for all its names.
  func organisation(named name: String) -> Int? {
    guard case .organisation(let number)? = rows[name] else { return nil }
    return number
  }

  /// The known names of `text`, in order, the longest at each place.
  ///
  /// - Parameters:
  ///   - emails: the addresses, in order; no name stands in one.
  ///   - events: the events, in order; a name in a longer event's name is part of it.
  func find(_ text: ScalarText, emails: [Mention], events: [Mention]) -> [Mention] {
    guard !rows.isEmpty else { return [] }
    let scan = Scan(text, 0..<text.count)
    var found: [Mention] = []
    var offset = 0
    while offset < text.count {
      guard scan.isWordStart(offset), let mention = longest(scan, at: offset) else {
        offset += 1
        continue
      }
      offset = mention.range.upperBound
      if NameCorrections.isFree(mention.range, emails), !Self.isInside(mention.range, events) {
        found.append(mention)
      }
    }
    return found
  }

  private func longest(_ scan: Scan, at offset: Int) -> Mention? {
    for match in rows.matches(scan, at: offset).reversed() {
      let range = offset..<match.end
      switch match.value {
      case .person where Self.isWord(scan, range) || Self.carriesTitle(scan, range.upperBound):
        return Mention(range: range, kind: .person, confidence: 1)
      case .organisation where Self.isWord(scan, range):
        return Mention(range: range, kind: .organization, confidence: 1)
      default: continue
      }
    }
    return nil
  }

  // MARK: What a name may stand in

  /// The mentions of `table` with `known` ones in the place of those that they touch; a known name that is part of
  /// a longer one gives way.
  static func prevail(_ known: [Mention], over table: MentionTable) -> [Mention] {
    guard !known.isEmpty else { return table.mentions }
    let standing = known.filter { name in
      var index = max(0, table.firstIndex(from: name.range.lowerBound) - 1)
      while index < table.mentions.count, table[index].range.lowerBound < name.range.upperBound {
        if isPart(name, of: table[index], table.scan.text) { return false }
        index += 1
      }
      return true
    }
    return NameCorrections.replacing(table.mentions, with: standing)
  }

  /// An organisation gives way to any longer name, a person to a body or place that is called after one
  /// ("윤태경재단") and to a longer person's name.
  private static func isPart(_ name: Mention, of other: Mention, _ text: ScalarText) -> Bool {
    guard other.range.contains(name.range), other.range != name.range else { return false }
    guard name.kind == .person, other.kind == .person else {
      return name.kind == .organization || other.kind == .organization || other.kind == .place
    }
    return isPartOfPerson(name.range, other.range, Scan(text, other.range))
  }

  /// Foreign names have several words: 벨리니 is part of "마르코 벨리니". A Korean one is whole, and a longer span that the
  /// tagger sees took in more than the name; only 허준 may be 허준이, three syllables, or itself with a particle.
  private static func isPartOfPerson(_ name: Range<Int>, _ other: Range<Int>, _ scan: Scan) -> Bool {
    let isKorean =
      Surnames.length(scan.text, name) > 0 && name.count <= 4
      && scan.text.scalars[name].allSatisfy(\.isHangulSyllable)
    if isKorean {
      return name.count == 2 && other.count == 3 && other.lowerBound == name.lowerBound
        && scan.text.scalars[other].allSatisfy(\.isHangulSyllable)
    }
    return scan[name.lowerBound - 1]?.isBlank != false && scan[name.upperBound]?.isBlank != false
  }

  private static func isInside(_ range: Range<Int>, _ events: [Mention]) -> Bool {
    guard let event = NameCorrections.firstTouching(range, events) else { return false }
    return event.range.contains(range) && event.range != range
  }

  // MARK: Where a name ends

  private static func isWord(_ scan: Scan, _ range: Range<Int>) -> Bool {
    Josa.canFollowName(scan, at: range.upperBound) && !isInAddress(scan, range)
  }

  /// "윤태경씨는", "윤태경시장", written without a blank.
  private static func carriesTitle(_ scan: Scan, _ end: Int) -> Bool {
    guard scan[end]?.isHangulSyllable == true, let title = PersonTitles.phrase(scan, at: end, wordsMax: 1)
    else { return false }
    return title.title.isEmpty || PersonTitleWords.tails.contains(scan.text, end..<title.end)
  }

  /// Letters that a dot, hyphen, slash or at sign joins to more letters or digits: part of an address, or of a longer
  /// name such as a product's.
  private static func isInAddress(_ scan: Scan, _ range: Range<Int>) -> Bool {
    func isJoined(_ edge: Int, _ mark: Int, _ beyond: Int) -> Bool {
      guard let edge = scan[edge], let mark = scan[mark], let beyond = scan[beyond] else { return false }
      return edge.isASCIILetter && "./-_@".unicodeScalars.contains(mark)
        && (beyond.isASCIILetter || beyond.isASCIIDigit || beyond == "/")
    }
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    return isJoined(first, first - 1, first - 2) || isJoined(last, last + 1, last + 2)
  }
}
