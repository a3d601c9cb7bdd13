/// A mention as the sequence model sees it: a span of scalars, one of KLUE-NER's six classes, and its probability.
public struct TaggedSpan: Sendable, Equatable {
  /// Where the mention is, in Unicode scalars of the whole text.
  public var range: Range<Int>
  /// Its class: person, organization, place, date, time or quantity.
  public var kind: Entity.Kind
  /// The model's probability that span and class are right, 0...1.
  public var confidence: Double

  /// A span of its parts.
  public init(range: Range<Int>, kind: Entity.Kind, confidence: Double) {
    self.range = range
    self.kind = kind
    self.confidence = confidence
  }
}
