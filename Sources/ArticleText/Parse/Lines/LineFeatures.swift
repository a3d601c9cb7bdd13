/// What a classifier may know of a line: form, place and markup, and nothing of any one site.
///
/// `LineClassifier` judges by these alone, so a trained model can take its place.
struct LineFeatures: Sendable {
  /// Scalars, and those of them that are letters or digits.
  var length = 0
  var words = 0
  /// Ends in a full stop, question or exclamation mark, perhaps inside quotation marks or brackets.
  var endsSentence = false
  /// Ends in a Korean final predicate ("…다", "…요") with or without a full stop.
  var endsPredicate = false
  /// One quotation and nothing else.
  var isQuotation = false
  /// Begins with a sign that leads sub-heads and list items (◇, ▶, -, [).
  var leadsWithMarker = false
  /// Begins with ▲, which leads list items and captions.
  var leadsWithTriangle = false
  /// Ends with "|", as some skins end captions.
  var endsWithBar = false
  /// Begins with a bullet, as the info lines of some skins do.
  var leadsWithBullet = false
  /// Share of its scalars in links, 0...1.
  var linkDensity = 0.0
  /// Whether all of it is bold.
  var isBold = false
  var headingLevel = 0
  var hints: MarkupHints = []
  /// Whether the line is in the part of the page that holds the body; always so for plain text.
  var inRegion = true
  /// Whether the page model takes the line for a part of the body, and how likely it is; `nil` for plain text.
  var isBody: Bool?
  var bodyProbability: Float = 0
  /// Whether another block element or a blank line sets it off.
  var startsParagraph = false
  /// The index of the first earlier line that says the same.
  var repeatOf: Int?
  /// What the grammars say.
  var isTime = false
  var bylineStrength: BylineLine.Strength?
  var bylineIsPersons = false
  var isCopyright = false
  var residue: String?
  var headsRelated = false
  var hasCredit = false
  var isCreditOnly = false
  var isPublisher = false
  var isNotice = false
  var hasDateline = false
  var endsInByline = false
  var isTitle = false

  /// A line that reads like running text: a sentence of some length.
  var isProse: Bool {
    linkDensity < 0.5 && ((endsSentence && words >= 14) || (endsPredicate && words >= 20) || words >= 90)
  }

  /// The features of a line from its text and its reading; place and repeats are filled in by the caller.
  init(_ line: SourceLine, _ reading: LineReading) {
    let scalars = line.scalars[...]
    length = scalars.count
    words = line.words
    var body = reading.trailingByline.map { scalars[..<$0.start] } ?? scalars
    if let credit = reading.creditStart { body = body[..<min(credit, body.endIndex)] }
    endsSentence = Self.endsSentence(body)
    endsPredicate = Self.endsPredicate(body)
    if let first = scalars.first {
      leadsWithMarker = Self.isMarker(first) || Self.isNumbered(scalars)
      leadsWithTriangle = first == "▲" || first == "△"
      leadsWithBullet = first == "•" || first == "·"
    }
    isQuotation = Self.isQuotation(scalars)
    endsWithBar = scalars.last == "|"
    linkDensity = length == 0 ? 0 : min(1, Double(line.markup.linkScalars) / Double(max(1, words)))
    isBold = line.markup.boldScalars > 0 && line.markup.boldScalars * 10 >= words * 9
    headingLevel = line.markup.headingLevel
    hints = line.markup.hints
    startsParagraph = line.lead == .paragraph
    isTime = reading.isTime
    bylineStrength = reading.byline?.strength
    bylineIsPersons = reading.byline.map { !$0.bylines.isEmpty || !$0.loneMails.isEmpty } ?? false
    isCopyright = reading.copyright != nil
    residue = reading.residue
    headsRelated = reading.headsRelated
    hasCredit = reading.creditStart != nil
    isCreditOnly = reading.isCreditOnly
    isPublisher = reading.isPublisher
    isNotice = reading.isNotice
    hasDateline = reading.dateline != nil
    endsInByline = reading.trailingByline != nil
  }

  /// Closes a quotation or bracket; a blank and a bar may stand between.
  private static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "”", "’", "\"", "'", ")", "]", ">", "》", "】", "」", "』", " ", "|": true
    default: false
    }
  }

  private static func isMarker(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "▶", "▷", "◇", "◆", "■", "□", "○", "●", "☞", "◎", "★", "☆", "▣", "◈", "▸", "►", "-", "*", "[", "【",
      "<", "〈", "「", "#",
      "①"..."⑳":
      true
    default: false
    }
  }

  private static func isQuotation(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = line.first, let last = line.last, line.count >= 4 else { return false }
    let closer: Unicode.Scalar = first == "“" ? "”" : first == "‘" ? "’" : first
    guard first == "“" || first == "‘" || first == "\"" || first == "'", last == closer else { return false }
    return line.dropFirst().firstIndex(of: closer) == line.index(before: line.endIndex)
  }

  private static func isNumbered(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    let rest = line.prefix(4).drop { $0.isASCIIDigit }
    return rest.startIndex > line.startIndex && rest.first == "."
  }

  /// A final mark, through closing quotation marks and brackets.
  private static func endsSentence(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    var body = line
    while let last = body.last, isCloser(last) { body = body.dropLast() }
    guard let last = body.last else { return false }
    // "…" and "..." end headlines more often than sentences.
    return (last == "." && !body.ends("..")) || last == "?" || last == "!" || last == "。"
  }

  /// "다", "요", "까" or "죠" before the final mark.
  private static func endsPredicate(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    var body = line
    while let last = body.last, isCloser(last) || last == "." || last == "?" || last == "!" {
      body = body.dropLast()
    }
    guard let last = body.last else { return false }
    return last == "다" || last == "요" || last == "까" || last == "죠"
  }
}
