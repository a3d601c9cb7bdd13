/// A mention while the stages work on it: a span, its class, and what a recogniser read in it.
struct Mention: Sendable, Equatable {
  /// What a number or date says, before relative dates are resolved. Indirect, since every stage copies its mentions.
  indirect enum Reading: Sendable, Equatable {
    case date(DateExpression)
    case duration(String)
    case clock(ClockExpression)
    case quantity(Quantity)
    case address(String)
  }

  var range: Range<Int>
  var kind: Entity.Kind
  var confidence: Double
  var reading: Reading?
  /// A recogniser that is sure replaces what the tagger sees at the same place; one that is not only reads
  /// it.
  var isSure = true

  /// Whether the mention belongs to the layer of KLUE-NER's six classes, in which no two overlap.
  var isNamedOrNumeric: Bool { kind != .event && kind != .email }

  /// Whether the mention is a date, a time or a quantity.
  var isNumeric: Bool { kind == .date || kind == .time || kind == .quantity }
}
