/// Finds the headline: the line of it, and its text without the site's name.
enum Headline {
  /// The title's text, and the lines that print it, first one first.
  struct Finding {
    var title: String?
    var lines: [Int] = []
  }

  /// The headline of plain text: the first line that is neither a time, nor residue, nor running text.
  static func inText(_ lines: [SourceLine], _ features: [LineFeatures]) -> Finding {
    for index in lines.indices.prefix(12) {
      let line = features[index]
      if line.isTime || line.residue != nil || line.isPublisher || line.isCopyright || line.isNotice {
        continue
      }
      if line.bylineStrength == .strong || line.hasDateline || line.isCreditOnly { continue }
      let next = features.indices.contains(index + 1) ? features[index + 1] : nil
      let isHeaded = next.map { $0.isTime || $0.residue != nil || $0.repeatOf == index } ?? false
      let isSentence = line.isProse && (line.endsPredicate || line.words > 70)
      guard line.words >= 2, line.length <= 200, !isSentence || (isHeaded && line.length <= 100),
        !line.hasCredit
      else {
        return Finding()
      }
      return Finding(title: lines[index].text, lines: [index])
    }
    return Finding()
  }

  /// The headline of a page: a heading that one of the page's own titles begins with, else such a title, cleaned.
  static func inPage(
    _ page: HTMLPage, _ features: [LineFeatures], titles: [String], site: String?, _ publishers: Publishers
  ) -> Finding {
    let titles = titles.map { Array($0.unicodeScalars.prefix(400))[...] }
    let keys = titles.map { LineKey($0) }.filter { !$0.isEmpty }
    var candidates: [Int] = []
    for (index, line) in page.lines.enumerated() where line.scalars.count <= 300 {
      let feature = features[index]
      let isHeading = feature.headingLevel > 0 || feature.hints.contains(.title)
      guard feature.words >= 2, feature.linkDensity < 0.9 || feature.headingLevel == 1 else { continue }
      let key = line.key
      if keys.contains(where: { $0 == key || (isHeading && key.count >= 6 && $0.hasPrefix(key)) }),
        isHeading || key.count >= 8
      {
        candidates.append(index)
      }
    }
    let best = candidates.max { rank($0, features, page) < rank($1, features, page) }
    if let best {
      let key = page.lines[best].key
      return Finding(
        title: page.lines[best].text,
        lines: [best] + candidates.filter { $0 != best && page.lines[$0].key == key })
    }
    return fromMetadata(page, features, titles: titles, site: site, publishers)
  }

  /// Earlier, higher headings first; longer text before its own prefix.
  private static func rank(_ index: Int, _ features: [LineFeatures], _ page: HTMLPage) -> Int {
    let level = features[index].headingLevel
    return (level > 0 ? 70 - level * 10 : features[index].hints.contains(.title) ? 20 : 0)
      + min(page.lines[index].scalars.count, 9)
      - (features[index].hints.isDisjoint(with: [.related, .chrome, .comments]) ? 0 : 60)
  }

  private static func fromMetadata(
    _ page: HTMLPage, _ features: [LineFeatures], titles: [ArraySlice<Unicode.Scalar>], site: String?,
    _ publishers: Publishers
  ) -> Finding {
    // Old pages have only the publisher's name for a title, and name the headline's cell by class.
    for title in titles {
      let cleaned = clean(title, site: site, publishers)
      if cleaned.count >= 4, !publishers.isName(cleaned.string) { return Finding(title: cleaned.string) }
    }
    let hinted = features.indices.first {
      (features[$0].hints.contains(.title) || features[$0].headingLevel > 0) && features[$0].words >= 4
        && features[$0].hints.isDisjoint(with: [.chrome, .related, .comments])
        && features[$0].linkDensity < 0.5
        && features[$0].residue == nil && !features[$0].isPublisher
    }
    return hinted.map { Finding(title: page.lines[$0].text, lines: [$0]) } ?? Finding()
  }

  /// A title without " - 조선일보", " | 네이버", " < 사회 < 기사본문 - X".
  static func clean(
    _ title: ArraySlice<Unicode.Scalar>, site: String?, _ publishers: Publishers
  ) -> ArraySlice<Unicode.Scalar> {
    var title = title.trimmed
    if let path = title.index(of: " < ") { title = title[..<path].trimmed }
    for separator in [" - ", " | ", " :: ", " : ", " – ", " — ", " ‹ ", " « "] {
      guard let last = lastIndex(of: separator, in: title) else { continue }
      let suffix = title[(last + separator.unicodeScalars.count)...].trimmed
      let key = LineKey(suffix)
      let named = site.map { LineKey($0) == key } ?? false
      if named || publishers.isName(suffix.string) || portals.contains(key) { return title[..<last].trimmed }
    }
    return title
  }

  private static func lastIndex(of word: String, in text: ArraySlice<Unicode.Scalar>) -> Int? {
    var found: Int?
    var rest = text
    while let index = rest.index(of: word) {
      found = index
      rest = rest[(index + 1)...]
    }
    return found
  }

  private static let portals: Set<LineKey> = ["네이버", "네이버뉴스", "다음", "다음뉴스", "daum", "naver", "zum", "줌뉴스"]
}
