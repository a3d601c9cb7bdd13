import RPCCore

/// A text cut where the entities of a result of `extractEntities` begin and end: what both views of it are drawn from.
struct AnnotatedText {
  /// An entity as it is shown.
  struct Mark {
    let start: Int
    let end: Int
    let type: String
    /// The id of its cluster.
    let cluster: String?
    /// Its value, to be read.
    let norm: String?
  }

  /// A stretch of text, and what it is part of.
  struct Run {
    let text: String
    /// The entities that it is part of, the longest first: an event may hold a number.
    let marks: [Mark]
    /// How many of them begin with it.
    let begun: Int
    /// Those of them that end with it, the longest first.
    let ended: [Mark]
    /// Whether it is part of a quotation.
    let isQuoted: Bool
  }

  let runs: [Run]

  /// The entities in a result of `extractEntities` or `analyzeArticle`, and the text that they are of.
  static func entities(of result: RPCJSON, _ params: RPCJSON) -> (RPCJSON, String)? {
    let entities = result["entities"]?["entities"] == nil ? result : result["entities"] ?? result
    guard entities["entities"]?.array != nil, let text = text(params: params, result: result) else {
      return nil
    }
    return (entities, text)
  }

  /// Cuts `text` at the offsets of `result`, which count Unicode scalars; what lies outside of the text is left out.
  init(_ text: String, _ result: RPCJSON) {
    let scalars = Array(text.unicodeScalars)
    let marks = (result["entities"]?.array ?? []).compactMap { Self.mark($0, within: scalars.count) }
    let quotes = (result["quotes"]?.array ?? []).compactMap { Self.range($0, within: scalars.count) }
    var cuts: Set<Int> = [0, scalars.count]
    for mark in marks { cuts.formUnion([mark.start, mark.end]) }
    for quote in quotes { cuts.formUnion([quote.lowerBound, quote.upperBound]) }
    let ordered = cuts.sorted()
    var open: [Mark] = []
    var (nextMark, nextQuote, quoteEnd) = (0, 0, 0)
    let begin = marks.sorted { ($0.start, -$0.end) < ($1.start, -$1.end) }
    let quotesInOrder = quotes.sorted { $0.lowerBound < $1.lowerBound }
    var runs: [Run] = []
    for (start, end) in zip(ordered, ordered.dropFirst()) {
      open.removeAll { $0.end <= start }
      while nextMark < begin.count, begin[nextMark].start <= start {
        open.append(begin[nextMark])
        nextMark += 1
      }
      while nextQuote < quotesInOrder.count, quotesInOrder[nextQuote].lowerBound <= start {
        quoteEnd = max(quoteEnd, quotesInOrder[nextQuote].upperBound)
        nextQuote += 1
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[start..<end])
      runs.append(
        Run(
          text: String(view), marks: open, begun: open.count { $0.start == start },
          ended: open.filter { $0.end == end }, isQuoted: start < quoteEnd))
    }
    self.runs = runs
  }

  /// The text that the params of a call, or its result, are about; `nil` where there is none.
  static func text(params: RPCJSON, result: RPCJSON) -> String? {
    if let text = result["article"]?["text"]?.string ?? params["text"]?.string { return text }
    if let article = params["article"] { return article["text"]?.string }
    return params["paragraphs"]?.array.map { $0.compactMap(\.string).joined(separator: "\n") }
  }

  private static func mark(_ entity: RPCJSON, within count: Int) -> Mark? {
    guard let range = range(entity, within: count), let type = entity["type"]?.string else { return nil }
    return Mark(
      start: range.lowerBound, end: range.upperBound, type: type, cluster: entity["cluster"]?.string,
      norm: ResultView.norm(entity["norm"]))
  }

  private static func range(_ span: RPCJSON, within count: Int) -> Range<Int>? {
    guard let start = span["start"]?.int, let end = span["end"]?.int, 0 <= start, start < end, end <= count
    else {
      return nil
    }
    return start..<end
  }
}
