/// A person while mentions are being joined.
struct PersonRecord: Sendable {
  /// Nobody bears more titles in one text; the bound keeps hostile input linear.
  private static let titlesMax = 32

  var name: String
  var members: [Int] = []
  /// How many of the first members are full names; those by surname follow, each part in order.
  var namedMembers = 0
  var titles: [String] = []
  /// The organisation or place beside name and title, as a mention.
  var organization: Int?
  /// An organisation that only the title names ("광주시장" → "광주시").
  var organizationInTitle: String?

  mutating func add(_ reading: TitleReading?) {
    guard let reading else { return }
    for title in [reading.title, reading.alias ?? ""]
    where !title.isEmpty && titles.count < Self.titlesMax && !titles.contains(title) {
      titles.append(title)
    }
    if organization == nil { organization = reading.organization }
  }

  /// The last member before `mention`. O(log n), as `mention` lies behind every member by surname so far.
  func lastMember(before mention: Int) -> Int? {
    var low = 0
    var high = namedMembers
    while low < high {
      let middle = (low + high) / 2
      if members[middle] < mention { low = middle + 1 } else { high = middle }
    }
    let named = low > 0 ? members[low - 1] : nil
    guard members.count > namedMembers, let bySurname = members.last else { return named }
    return max(named ?? bySurname, bySurname)
  }

  /// Whether a mention with `title` may be this person.
  func fits(_ title: String) -> Bool {
    titles.contains { $0 == title || $0.hasSuffix(title) || title.hasSuffix($0) || $0.hasPrefix(title) }
  }
}

/// Joins the mentions of persons: "임 위원장" and "임문영 위원장" are one, two people of one surname are not.
struct Persons: Sendable {
  private(set) var records: [PersonRecord] = []
  /// Mention index → record.
  private(set) var owner: [Int: Int] = [:]
  /// People known by surname and title only → record.
  private var strangers: [String: Int] = [:]
  /// With more people of one surname than this (a list of names) a surname alone says nothing.
  private static let namesakesMax = 64

  /// The persons of `table`, in order of first mention.
  init(_ table: MentionTable) {
    let readings = Self.readings(table)
    var byName: [String: Int] = [:]
    var pending: [Int] = []
    for index in table.indices where table[index].kind == .person {
      if let owner = ownerOfHanja(table, index) {
        join(index, to: owner, nil)
        continue
      }
      let name = table.string(index)
      if Self.isShortName(table, index) {
        pending.append(index)
        continue
      }
      let record = byName[name] ?? records.count
      if record == records.count {
        records.append(PersonRecord(name: name))
        byName[name] = record
      }
      join(index, to: record, readings[index])
    }
    joinForeignShortForms()
    var bySurname: [Unicode.Scalar: [Int]] = [:]
    for (number, record) in records.enumerated() {
      if let first = record.name.unicodeScalars.first { bySurname[first, default: []].append(number) }
    }
    for number in records.indices { records[number].namedMembers = records[number].members.count }
    for index in pending { place(index, table, readings[index], bySurname) }
    sortByFirstMention()
    collectOrganizations()
  }

  private static func readings(_ table: MentionTable) -> [Int: TitleReading] {
    var readings: [Int: TitleReading] = [:]
    for index in table.indices where table[index].kind == .person {
      guard
        var reading = PersonTitles.after(table, name: table[index].range)
          ?? PersonTitles.before(table, name: table[index].range)
      else { continue }
      if reading.organization == nil {
        reading.organization =
          PersonTitles.bodyBeforeBracket(table, reading.start)
          ?? organizationBefore(table, table[index].range.lowerBound)
      }
      readings[index] = reading
    }
    return readings
  }

  /// "누리증권 이건우 연구원", "가람투자증권의 정다은", "나래대학교(NU) 환경공학과 서지안", "(한솔=새벽뉴스) 오지환".
  private static func organizationBefore(_ table: MentionTable, _ start: Int) -> Int? {
    let scan = table.scan
    var end = start
    for _ in 0..<3 {
      guard scan[end - 1]?.isBlank == true else { return nil }
      end -= 1
      if let shorter = ["의", "인", " 소속", ")"].first(where: {
        ends(scan, $0, at: end) && table.endingAt(end) == nil
      }) {
        if shorter == ")", let open = bracketStart(scan, end), let inner = table.startingAt(open + 1),
          table.endingAt(open) == nil || table[inner].kind != .organization
        {
          return lastOrganization(table, open..<end)
        } else if shorter == ")" {
          end = bracketStart(scan, end) ?? end
        } else {
          end -= shorter.unicodeScalars.count
        }
      }
      guard let index = table.endingAt(end), table[index].kind == .organization else { return nil }
      if !Organisations.isFaculty(table.string(index)) { return index }
      end = table[index].range.lowerBound
    }
    return nil
  }

  private static func ends(_ scan: Scan, _ word: String, at end: Int) -> Bool {
    scan.literal(word, at: end - word.unicodeScalars.count) == end
  }

  private static func bracketStart(_ scan: Scan, _ end: Int) -> Int? {
    var index = end - 1
    while end - index < 24, let scalar = scan[index], scalar != "\n" {
      if scalar == "(" { return index }
      index -= 1
    }
    return nil
  }

  private static func lastOrganization(_ table: MentionTable, _ range: Range<Int>) -> Int? {
    var index = table.firstIndex(from: range.lowerBound)
    var last: Int?
    while index < table.mentions.count, table[index].range.upperBound <= range.upperBound {
      if table[index].kind == .organization { last = index }
      index += 1
    }
    return last
  }

  /// The person whose name stands in hanja in the brackets behind it: "정여직(鄭汝直)".
  private func ownerOfHanja(_ table: MentionTable, _ index: Int) -> Int? {
    let start = table[index].range.lowerBound
    guard table.scan[start]?.isHanja == true, table.scan[start - 1] == "(",
      let other = table.endingAt(start - 1)
    else { return nil }
    return owner[other]
  }

  /// A surname alone.
  private static func isShortName(_ table: MentionTable, _ index: Int) -> Bool {
    let range = table[index].range
    let length = Surnames.length(table.scan.text, range)
    return length > 0 && length == range.count
  }

  private mutating func join(_ mention: Int, to record: Int, _ reading: TitleReading?) {
    records[record].members.append(mention)
    records[record].add(reading)
    owner[mention] = record
  }

  /// "노먼" is "데이비드 노먼" when no other name of several words has that word.
  private mutating func joinForeignShortForms() {
    var byWord: [String: Set<Int>] = [:]
    for (number, record) in records.enumerated() where record.name.contains(" ") {
      for word in record.name.split(separator: " ") { byWord[String(word), default: []].insert(number) }
    }
    var moved: Set<Int> = []
    for (number, record) in records.enumerated() where !record.name.contains(" ") {
      guard let full = byWord[record.name], full.count == 1, let target = full.first else { continue }
      records[target].members = (records[target].members + record.members).sorted()
      for title in record.titles where !records[target].titles.contains(title) {
        records[target].titles.append(title)
      }
      if records[target].organization == nil { records[target].organization = record.organization }
      for member in record.members { owner[member] = target }
      moved.insert(number)
    }
    guard !moved.isEmpty else { return }
    let kept = records.indices.filter { !moved.contains($0) }
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    owner = owner.compactMapValues { numbers[$0] }
    records = kept.map { records[$0] }
  }

  /// Joins a surname to the person it means, or makes it a person of its own.
  private mutating func place(
    _ mention: Int, _ table: MentionTable, _ reading: TitleReading?, _ bySurname: [Unicode.Scalar: [Int]]
  ) {
    let surname = table.string(mention)
    let title = reading?.title ?? ""
    let withheld = surname + "\n" + Self.withheldName
    let isWithheld = table.scan.literal(Self.withheldName, at: table[mention].range.upperBound) != nil
    // "김모(46)씨" is nobody whose name the text gives; 김씨 is the same one then.
    if isWithheld || title.isEmpty, let known = strangers[withheld] {
      join(mention, to: known, reading)
      return
    }
    if isWithheld {
      addStranger(mention, named: surname, withheld, reading)
      return
    }
    var candidates = surname.unicodeScalars.first.flatMap { bySurname[$0] } ?? []
    candidates =
      candidates.count > Self.namesakesMax ? [] : candidates.filter { records[$0].name.hasPrefix(surname) }
    if !title.isEmpty {
      let fitting = candidates.filter { records[$0].fits(title) }
      // A title that nobody of the surname bears is another person, unless the one bearer has none at all.
      candidates = fitting.isEmpty ? candidates.filter { records[$0].titles.isEmpty } : fitting
      if fitting.isEmpty, candidates.count > 1 { candidates = [] }
    }
    if let chosen = nearest(candidates, to: mention) {
      join(mention, to: chosen, reading)
    } else if let known = strangers[surname + "\n" + title] {
      join(mention, to: known, reading)
    } else {
      addStranger(mention, named: surname, surname + "\n" + title, reading)
    }
  }

  /// What stands for a given name that is withheld.
  private static let withheldName = "모"

  private mutating func addStranger(
    _ mention: Int, named surname: String, _ key: String, _ reading: TitleReading?
  ) {
    strangers[key] = records.count
    records.append(PersonRecord(name: surname))
    join(mention, to: records.count - 1, reading)
  }

  /// The person spoken of last before `mention`, or else the only one, named after it.
  private func nearest(_ candidates: [Int], to mention: Int) -> Int? {
    var best: (record: Int, position: Int)?
    for record in candidates {
      guard let position = records[record].lastMember(before: mention) else { continue }
      if best.map({ position > $0.position }) ?? true { best = (record, position) }
    }
    return best?.record ?? (candidates.count == 1 ? candidates.first : nil)
  }

  private mutating func sortByFirstMention() {
    for index in records.indices { records[index].members.sort() }
    let order = records.indices.sorted { (records[$0].members.first ?? 0) < (records[$1].members.first ?? 0) }
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    owner = owner.compactMapValues { numbers[$0] }
    records = order.map { records[$0] }
  }

  private mutating func collectOrganizations() {
    for index in records.indices where records[index].organization == nil {
      records[index].organizationInTitle = records[index].titles.lazy.compactMap(Self.localGovernment).first
    }
  }

  /// "광주시장" → "광주시", "전남도지사" → "전남도", "한솔군수" → "한솔군".
  static func localGovernment(_ title: String) -> String? {
    let text = ScalarText(title)
    guard let head = PersonTitleWords.localHeads.suffix(text, from: 1, endingAt: text.count),
      head.start >= 2, !title.hasPrefix("부"), !title.hasPrefix("전 ")
    else { return nil }
    let stem = text.string(0..<head.start)
    switch text[text.count - 1] {
    case "수": return stem + "군"
    case "사": return stem + "도"
    default: return text.string(0..<text.count - head.value)
    }
  }
}
