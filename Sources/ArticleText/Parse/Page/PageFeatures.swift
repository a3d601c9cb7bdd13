private import Foundation

/// What the page model may know of the lines of a page: form, place, markup and neighbours, nothing of any one site.
///
/// One row of numbers a line. What a row holds stands in `names`, which the training script reads too.
struct PageFeatures: Sendable {
  /// The rows, one after the other.
  private(set) var values: [Float] = []
  /// Of each line its letters and digits.
  let letters: [Int]

  /// The names of a row's numbers.
  static let names: [String] =
    lineNames + MarkupHints.all.map { "hint_\($0.name)" } + insideNames + ancestorNames + placeNames
    + ["linkedBody", "description"]
    + neighbours.flatMap { offset in neighbourNames.map { "\($0)\(offset > 0 ? "+" : "")\(offset)" } }

  /// The numbers of one row.
  static let width = names.count

  /// The rows of `page`.
  ///
  /// - Parameters:
  ///   - features: of each line, with region, repeats and title filled in.
  ///   - title: the line that is the headline.
  ///   - claims: what the page's data says of the article's text.
  init(_ page: HTMLPage, _ features: [LineFeatures], title: Int?, claims: PageClaims) {
    letters = features.map(\.words)
    let shapes = page.lines.map { LineShape($0.scalars) }
    let tree = PageTree(page, features)
    let places = LinePlaces(features, title: title)
    values.reserveCapacity(features.count * Self.width)
    for index in features.indices {
      appendLine(features[index], shapes[index])
      for hint in MarkupHints.all { append(features[index].hints.contains(hint.hint)) }
      let container = page.lines[index].markup.container
      appendInside(tree, container)
      appendAncestors(tree, container)
      appendPlace(places, index, tree, container)
      let claimed = claims.says(page.lines[index])
      append(claimed.body.map { $0 ? Float(1) : 0 } ?? -1)
      append(claimed.description)
      for offset in Self.neighbours { appendNeighbour(features, page, at: index + offset, of: index) }
    }
  }

  private mutating func append(_ value: Bool) { values.append(value ? 1 : 0) }
  private mutating func append(_ value: Float) { values.append(value) }
  private mutating func append(log count: Int) { values.append(log2(Float(1 + max(0, count)))) }

  // MARK: The line itself

  private static let lineNames = [
    "words", "length", "tokens", "marks", "commas", "endsSentence", "endsPredicate", "endsColon",
    "isQuotation", "marker", "bullet",
    "lowerStart", "capitals", "digits", "hangul", "tokenLength", "linkDensity", "bold", "heading",
    "paragraph", "repeated", "time",
    "byline", "copyright", "residue", "relatedHead", "credit", "creditOnly", "publisher", "notice",
    "dateline", "endsInByline", "prose",
  ]

  private mutating func appendLine(_ line: LineFeatures, _ shape: LineShape) {
    append(log: line.words)
    append(log: line.length)
    append(log: shape.tokens)
    append(log: shape.marks)
    append(log: shape.commas)
    append(line.endsSentence)
    append(line.endsPredicate)
    append(shape.endsInColon)
    append(line.isQuotation)
    append(line.leadsWithMarker)
    append(line.leadsWithBullet || line.leadsWithTriangle)
    append(shape.startsLowerCase)
    append(Float(shape.capitals) / Float(max(1, shape.tokens)))
    append(Float(shape.digits) / Float(max(1, line.words)))
    append(Float(shape.hangul) / Float(max(1, line.words)))
    append(Float(line.words) / Float(max(1, shape.tokens)))
    append(Float(line.linkDensity))
    append(line.isBold)
    append(Float(line.headingLevel))
    append(line.startsParagraph)
    append(line.repeatOf != nil)
    append(line.isTime)
    append(Float(line.bylineStrength.map { $0 == .strong ? 2 : 1 } ?? 0))
    append(line.isCopyright)
    append(line.residue != nil)
    append(line.headsRelated)
    append(line.hasCredit)
    append(line.isCreditOnly)
    append(line.isPublisher)
    append(line.isNotice)
    append(line.hasDateline)
    append(line.endsInByline)
    append(line.isProse)
  }

  // MARK: The elements around it

  /// Elements whose kind matters however far around the line they are.
  private static let insideTags = [
    "p", "li", "ul", "ol", "table", "section", "article", "main", "header", "footer", "nav", "aside",
    "figure", "figcaption",
    "blockquote", "pre", "form", "button", "dl",
  ].map { PageTag($0) }
  private static let insideNames =
    ["isP", "isDiv", "isLi", "isTd"] + insideTags.map { "in_\(PageTag.names[Int($0.rawValue)])" } + ["depth"]

  private mutating func appendInside(_ tree: PageTree, _ container: Int) {
    let tag = container >= 0 ? tree.tag(container) : PageTag("")
    for own in Self.ownTags { append(tag == own) }
    for inside in Self.insideTags { append(container >= 0 && tree.isInside(container, inside)) }
    append(Float(container >= 0 ? tree.depth[container] : 0))
  }

  private static let ownTags = ["p", "div", "li", "td"].map { PageTag($0) }

  /// Ancestors that hold more text than the one below them: chains of wrappers count as one.
  private static let levels = 4
  private static let ancestorNames = (0..<levels).flatMap { level in
    ["words", "links", "prose", "lines", "share", "paragraphs"].map { "a\(level)_\($0)" }
  }

  private mutating func appendAncestors(_ tree: PageTree, _ container: Int) {
    var element = container
    for _ in 0..<Self.levels {
      guard element >= 0 else {
        for _ in 0..<6 { append(Float(-1)) }
        continue
      }
      let sums = tree.sums[element]
      append(log: sums.words)
      append(Float(sums.linkWords) / Float(max(1, sums.words)))
      append(Float(sums.proseWords) / Float(max(1, sums.words)))
      append(log: sums.lines)
      append(Float(sums.words) / Float(max(1, tree.total.words)))
      append(log: sums.proseLines)
      element = tree.wider[element]
    }
  }

  // MARK: Its place

  private static let placeNames = [
    "pageWords", "pageLines", "pageProse", "lineShare", "wordShare", "hasTitle", "afterTitle",
    "titleDistance", "proseBefore", "proseAfter",
    "sinceProse", "untilProse", "inRegion", "stepsOut",
  ]

  private mutating func appendPlace(_ places: LinePlaces, _ index: Int, _ tree: PageTree, _ container: Int) {
    append(log: places.wordsUpTo.last ?? 0)
    append(log: places.count)
    append(log: places.proseUpTo.last ?? 0)
    append(Float(index) / Float(max(1, places.count)))
    append(Float(places.wordsUpTo[index]) / Float(max(1, places.wordsUpTo.last ?? 1)))
    append(places.title != nil)
    append(places.title.map { index > $0 } ?? false)
    append(log: places.title.map { abs(index - $0) } ?? 0)
    append(log: places.proseUpTo[index])
    append(log: (places.proseUpTo.last ?? 0) - places.proseUpTo[index + 1])
    append(log: places.sinceProse[index])
    append(log: places.untilProse[index])
    append(places.inRegion[index])
    append(Float(container >= 0 ? tree.stepsOut[container] : 9))
  }

  // MARK: Its neighbours

  private static let neighbours = [-3, -2, -1, 1, 2, 3]
  private static let neighbourNames = [
    "words", "linkDensity", "endsSentence", "prose", "heading", "sameElement", "sameTag",
  ]

  private mutating func appendNeighbour(
    _ features: [LineFeatures], _ page: HTMLPage, at neighbour: Int, of index: Int
  ) {
    guard features.indices.contains(neighbour) else {
      for _ in Self.neighbourNames { append(Float(-1)) }
      return
    }
    let line = features[neighbour]
    let (theirs, ours) = (page.lines[neighbour].markup.container, page.lines[index].markup.container)
    append(log: line.words)
    append(Float(line.linkDensity))
    append(line.endsSentence)
    append(line.isProse)
    append(Float(line.headingLevel))
    guard theirs >= 0, ours >= 0 else {
      append(theirs == ours)
      append(theirs == ours)
      return
    }
    append(page.elements[theirs].parent == page.elements[ours].parent || theirs == ours)
    append(page.elements[theirs].tag == page.elements[ours].tag)
  }
}

/// Counts of one line's scalars that `LineFeatures` has no use for.
private struct LineShape {
  var tokens = 0
  /// Tokens that begin with a capital letter.
  var capitals = 0
  var digits = 0
  var hangul = 0
  /// Full stops, question and exclamation marks.
  var marks = 0
  var commas = 0
  var startsLowerCase = false
  var endsInColon = false

  init(_ scalars: [Unicode.Scalar]) {
    var before: Unicode.Scalar = " "
    for scalar in scalars {
      let value = scalar.value
      if scalar != " ", before == " " {
        tokens += 1
        if (0x41...0x5A).contains(value) || (0xC0...0xDE).contains(value) { capitals += 1 }
      }
      switch value {
      case 0x30...0x39: digits += 1
      case 0xAC00...0xD7A3: hangul += 1
      case 0x2E, 0x3F, 0x21, 0x3002: marks += 1
      case 0x2C, 0x3001: commas += 1
      default: break
      }
      before = scalar
    }
    startsLowerCase = scalars.first.map { (0x61...0x7A).contains($0.value) } ?? false
    endsInColon = scalars.last == ":"
  }
}

/// Sums over the elements of a page.
private struct PageTree {
  struct Sums {
    var words = 0
    var linkWords = 0
    var proseWords = 0
    var lines = 0
    var proseLines = 0

    mutating func add(_ other: Sums) {
      words += other.words
      linkWords += other.linkWords
      proseWords += other.proseWords
      lines += other.lines
      proseLines += other.proseLines
    }
  }

  private let elements: [PageElement]
  /// Of each element with all that it holds.
  private(set) var sums: [Sums]
  private(set) var total = Sums()
  private(set) var depth: [Int]
  /// Bits of the tags of each element and those around it.
  private var around: [SIMD2<UInt64>]
  /// For each element the nearest one around it that holds more text; -1 for none.
  private(set) var wider: [Int]
  /// How many elements up one must go from each to be in an element around the body's region, or in the region itself.
  private(set) var stepsOut: [Int]

  init(_ page: HTMLPage, _ features: [LineFeatures]) {
    elements = page.elements
    let count = elements.count
    sums = Array(repeating: Sums(), count: count)
    depth = Array(repeating: 0, count: count)
    around = Array(repeating: .zero, count: count)
    wider = Array(repeating: -1, count: count)
    stepsOut = Array(repeating: 0, count: count)
    // Elements in or around the region that MainContent chose.
    var isNear = [Bool](repeating: false, count: count)
    for (line, feature) in zip(page.lines, features) {
      var sum = Sums()
      sum.words = feature.words
      sum.linkWords = min(feature.words, line.markup.linkScalars)
      sum.lines = 1
      if feature.isProse { (sum.proseWords, sum.proseLines) = (feature.words, 1) }
      total.add(sum)
      guard line.markup.container >= 0 else { continue }
      sums[line.markup.container].add(sum)
      if feature.inRegion { isNear[line.markup.container] = true }
    }
    // Children come after their parents: sums go up from the end, what is around goes down from the start.
    for index in elements.indices.reversed() where elements[index].parent >= 0 {
      sums[elements[index].parent].add(sums[index])
      if isNear[index] { isNear[elements[index].parent] = true }
    }
    for (index, element) in elements.enumerated() {
      var own = SIMD2<UInt64>.zero
      own[Int(element.tag.rawValue >> 6)] = 1 << UInt64(element.tag.rawValue & 63)
      guard element.parent >= 0 else {
        around[index] = own
        continue
      }
      around[index] = around[element.parent] | own
      depth[index] = depth[element.parent] + 1
      wider[index] =
        sums[element.parent].words > sums[index].words ? element.parent : wider[element.parent]
      stepsOut[index] = isNear[index] ? 0 : stepsOut[element.parent] + 1
    }
  }

  func tag(_ element: Int) -> PageTag { elements[element].tag }

  func isInside(_ element: Int, _ tag: PageTag) -> Bool {
    around[element][Int(tag.rawValue >> 6)] >> UInt64(tag.rawValue & 63) & 1 == 1
  }
}

/// Running sums over the lines of a page.
private struct LinePlaces {
  let count: Int
  let title: Int?
  /// Words before each line, and at the end all of them.
  private(set) var wordsUpTo = [0]
  /// Words of running text before each line, and at the end all of them.
  private(set) var proseUpTo = [0]
  /// Lines since the last running text.
  private(set) var sinceProse: [Int] = []
  /// Lines until the next running text.
  private(set) var untilProse: [Int]
  let inRegion: [Bool]

  init(_ features: [LineFeatures], title: Int?) {
    count = features.count
    self.title = title
    inRegion = features.map(\.inRegion)
    var since = 1000
    for feature in features {
      wordsUpTo.append(wordsUpTo[wordsUpTo.count - 1] + feature.words)
      proseUpTo.append(proseUpTo[proseUpTo.count - 1] + (feature.isProse ? feature.words : 0))
      sinceProse.append(since)
      since = feature.isProse ? 0 : min(1000, since + 1)
    }
    untilProse = Array(repeating: 0, count: features.count)
    var until = 1000
    for index in features.indices.reversed() {
      untilProse[index] = until
      until = features[index].isProse ? 0 : min(1000, until + 1)
    }
  }
}
