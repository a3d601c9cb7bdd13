@testable import ArticleText

/// A text with its names marked in place, `[윤태경|PS]`, as a tagger that makes no mistake would see it.
struct MarkedText {
  private(set) var text = ""
  private(set) var spans: [TaggedSpan] = []

  init(_ marked: String) {
    var scalars = String.UnicodeScalarView()
    var start: Int?
    var kind: String?
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "[": start = scalars.count
      case "|" where start != nil: kind = ""
      case "]":
        if let start, let kind = kind.flatMap(Entity.Kind.init(rawValue:)) {
          spans.append(TaggedSpan(range: start..<scalars.count, kind: kind, confidence: 1))
        }
        start = nil
        kind = nil
      default:
        if kind != nil { kind?.unicodeScalars.append(scalar) } else { scalars.append(scalar) }
      }
    }
    text = String(scalars)
  }

  /// What the extractor makes of the text and its marked names; no model is involved.
  func report(publishedAt: String? = nil, knowledge: OperatorKnowledge = .none) -> EntityReport {
    let spans = spans
    return EntityExtractor(knowledge: knowledge) { _, range in
      spans.filter { range.contains($0.range.lowerBound) }
    }
    .extract(from: text, publishedAt: publishedAt.flatMap { CivilDate(iso: $0) })
  }
}

extension EntityReport {
  /// The mentions of some classes as "text TYPE norm".
  func lines(_ kinds: Entity.Kind...) -> [String] {
    entities.filter { kinds.contains($0.type) }.map {
      "\($0.text) \($0.type.rawValue) \(Self.short($0.norm))"
    }
  }

  private static func short(_ norm: NormalizedValue?) -> String {
    switch norm {
    case .text(let text)?: return text
    case .quantity(let quantity)?:
      var parts: [String] = []
      if let value = quantity.value { parts.append(number(value)) }
      if let low = quantity.min, let high = quantity.max { parts.append("\(number(low))..\(number(high))") }
      parts.append(quantity.unit)
      if quantity.approx == true { parts.append("approx") }
      if quantity.ordinal == true { parts.append("ordinal") }
      return parts.joined(separator: " ")
    case nil: return "-"
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
