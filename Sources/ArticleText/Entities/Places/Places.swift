/// Corrects places (LC): countries, rooms of buildings, and facilities with a telling tail.
enum Places {
  /// How sure the tagger must be of a country as a body. A first guess of 2026-11: KLUE marks acting
  /// countries as bodies often, and the tagger, trained on that, knows it better than a list.
  private static let countryAsBodyMin = 0.9

  /// The mentions of `table`, corrected.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var mentions = withoutSky(table)
    for index in mentions.indices where mentions[index].isName {
      // A country that acts may be a body; the tagger must be sure of that.
      if mentions[index].confidence < countryAsBodyMin,
        NameWords.countries.contains(scan.text, mentions[index].range)
      {
        mentions[index].kind = .place
      }
    }
    mentions = NameCorrections.replacing(mentions, with: rooms(table) + facilities(table))
    mentions = withPlain(countries(scan) + listed(scan), mentions, scan)
    mentions = NameCorrections.adding(
      initials(scan), to: MentionTable(text: scan.text, mentions: mentions).mentions)
    let whole = MentionTable(text: scan.text, mentions: mentions).mentions
    let joined = joinedAddresses(
      MentionTable(
        text: scan.text, mentions: whole.enumerated().map { inProvince($1, after: $0, of: whole, scan) }))
    return Addresses.extended(MentionTable(text: scan.text, mentions: joined))
  }

  /// `mentions` with `places`, where no mention is but a part of one ("케" of 케냐).
  private static func withPlain(_ places: [Mention], _ mentions: [Mention], _ scan: Scan) -> [Mention] {
    let ordered = MentionTable(text: scan.text, mentions: mentions).mentions
    let seen = ordered.filter(\.isNamedOrNumeric)
    let (parts, others) = places.reduce(into: ([Mention](), [Mention]())) { split, place in
      let other = NameCorrections.firstTouching(place.range, seen)
      let isPart = other.map {
        place.range.contains($0.range.lowerBound) && $0.range.upperBound < place.range.upperBound
      }
      if isPart == true { split.0.append(place) } else { split.1.append(place) }
    }
    let replaced = parts.isEmpty ? ordered : NameCorrections.replacing(ordered, with: parts)
    return NameCorrections.adding(
      MentionTable(text: scan.text, mentions: others).mentions,
      to: MentionTable(text: scan.text, mentions: replaced).mentions)
  }

  /// The cities of a forecast: "▲대전 16도 ▲광주 18도".
  private static func listed(_ scan: Scan) -> [Mention] {
    scan.range.compactMap { offset in
      guard scan[offset] == "▲" || scan[offset] == "△" else { return nil }
      let start = scan.afterBlank(offset + 1)
      let end = scan.wordEnd(start, longest: 6)
      guard (2...4).contains(end - start), scan.text[start].isHangulSyllable, scan[end] == " ",
        let number = Numerals.digits(scan, at: scan[end + 1] == "-" ? end + 2 : end + 1),
        scan[number.end] == "도" || scan[number.end] == "∼" || scan[number.end] == "~"
          || scan[number.end] == "℃"
      else { return nil }
      return Mention(range: start..<end, kind: .place, confidence: 0.9)
    }
  }

  /// Words behind a place that say "around there" and belong to no name.
  private static let surroundings = [" 일원", " 일대", " 인근", " 부근"]

  /// A place with the province before it that no mention took in ("서울 가람아트센터"), and without 일대.
  private static func inProvince(_ mention: Mention, after index: Int, of mentions: [Mention], _ scan: Scan)
    -> Mention
  {
    guard mention.kind == .place else { return mention }
    var place = mention
    if let word = surroundings.first(where: {
      scan.literal($0, at: place.range.upperBound - 3) == place.range.upperBound
    }),
      place.range.count > word.unicodeScalars.count + 1
    {
      place.range = place.range.lowerBound..<place.range.upperBound - 3
    }
    guard scan[place.range.lowerBound - 1] == " " else { return place }
    var start = place.range.lowerBound - 1
    while place.range.lowerBound - start < 9, scan[start - 1]?.isNameScalar == true { start -= 1 }
    let floor = mentions[..<index].last(where: \.isNamedOrNumeric)?.range.upperBound ?? 0
    guard start >= floor, NameWords.provinces.contains(scan.text, start..<place.range.lowerBound - 1) else {
      return place
    }
    place.range = start..<place.range.upperBound
    return place
  }

  /// Drops bodies of the sky where the text speaks of it.
  private static func withoutSky(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    let bodies = table.mentions.filter {
      $0.isName && NameWords.celestialBodies.contains(scan.text, $0.range)
    }
    guard !bodies.isEmpty, scan.range.contains(where: { NameWords.skyWords.prefix(scan, at: $0) != nil })
    else {
      return table.mentions
    }
    return table.mentions.filter { !$0.isName || !NameWords.celestialBodies.contains(scan.text, $0.range) }
  }

  /// "한·중·일": each initial is a country.
  private static func initials(_ scan: Scan) -> [Mention] {
    var found: [Mention] = []
    var floor = 0
    for word in scan.text.words where word.range.lowerBound >= floor {
      guard NameWords.countryInitials.contains(scan.text[word.range.lowerBound]) else { continue }
      var letters = [word.range.lowerBound]
      while let last = letters.last, scan[last + 1] == "·" || scan[last + 1] == "ㆍ",
        let next = scan[last + 2],
        NameWords.countryInitials.contains(next)
      {
        letters.append(last + 2)
      }
      let end = (letters.last ?? word.range.lowerBound) + 1
      if letters.count > 1, Josa.isWhole(scan, at: end), scan[end] != "·" {
        found += letters.map { Mention(range: $0..<$0 + 1, kind: .place, confidence: 0.9) }
      }
      floor = end
    }
    return found
  }

  /// "미국 텍사스주 오스틴", "경기도 한솔시": a country or province and the place in it are one name, of the last one's
  /// class.
  private static func joinedAddresses(_ table: MentionTable) -> [Mention] {
    var result: [Mention] = []
    for var mention in table.mentions {
      if let last = result.last, last.kind == .place, mention.isName, mention.kind != .person,
        last.range.upperBound + 1 == mention.range.lowerBound, table.scan[last.range.upperBound] == " ",
        isRegion(table.scan, last.range, country: mention.kind == .place),
        mention.kind == .place || "시군구".unicodeScalars.contains(table.scan.text[mention.range.upperBound - 1])
      {
        mention.range = last.range.lowerBound..<mention.range.upperBound
        result.removeLast()
      }
      result.append(mention)
    }
    return result
  }

  /// Whether a place begins or continues an address.
  private static func isRegion(_ scan: Scan, _ range: Range<Int>, country: Bool) -> Bool {
    if "도주시군구".unicodeScalars.contains(scan.text[range.upperBound - 1]), range.count >= 2 { return true }
    return country
      && (NameWords.countries.contains(scan.text, range) || NameWords.provinces.contains(scan.text, range)
        || NameWords.plainPlaces.contains(scan.text, range))
  }

  /// Countries, cities and seas that stand alone, with a particle, 서 or a middle dot behind them.
  private static func countries(_ scan: Scan) -> [Mention] {
    scan.text.words.compactMap { word in
      let offset = word.range.lowerBound
      guard let country = NameWords.plainPlaces.prefix(scan, at: offset), scan[country.end] != "인",
        Josa.isWhole(scan, at: country.end) || scan.literal("서", at: country.end) == scan.wordEnd(country.end)
      else { return nil }
      return Mention(range: offset..<country.end, kind: .place, confidence: 0.9)
    }
  }

  /// "시청 대회의실", "광주시청 중회의실": building and room are one place.
  private static func rooms(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found: [Mention] = []
    for word in scan.text.words {
      let index = word.range.lowerBound
      guard let room = NameWords.rooms.prefix(scan, at: index), Josa.isWhole(scan, at: room.end),
        scan[index - 1] == " "
      else { continue }
      var start = index - 1
      while start > 0, index - start < 16, scan[start - 1]?.isNameScalar == true { start -= 1 }
      if let last = scan[index - 2], "청관원소터역교대회문사".unicodeScalars.contains(last), index - 2 > start {
        found.append(Mention(range: start..<floorEnd(scan, room.end), kind: .place, confidence: 0.9))
      }
    }
    return found
  }

  /// The end of "1층" behind a room or house, or the place itself.
  private static func floorEnd(_ scan: Scan, _ end: Int) -> Int {
    guard scan[end] == " ", let number = Numerals.digits(scan, at: end + 1), number.plainDigits <= 2,
      let floor = scan.literal("층", at: number.end), Josa.canFollow(scan, at: floor)
    else { return end }
    return floor
  }

  /// Whole words such as 한솔역 or 창업혁신센터.
  private static func facilities(_ table: MentionTable) -> [Mention] {
    WholeWords.find(table.scan, tails: NameWords.placeTails).filter {
      !NameWords.rooms.isTail(of: table.scan.text, $0)
    }
    .map { Mention(range: $0, kind: .place, confidence: 0.7) }
    .filter { isOpen($0.range, table) }
  }

  /// Whether no longer mention holds the word ("한솔시 나래 생태공원"), and the tagger did not see the very word.
  private static func isOpen(_ range: Range<Int>, _ table: MentionTable) -> Bool {
    let first = max(0, table.firstIndex(from: range.lowerBound) - 1)
    return !table.mentions[first...].prefix(3).contains {
      $0.range.overlaps(range) && ($0.range.count > range.count || ($0.range == range && $0.kind == .place))
    }
  }
}
