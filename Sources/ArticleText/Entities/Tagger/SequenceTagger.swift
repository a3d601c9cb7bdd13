/// Finds mentions of persons, organisations, places, dates, times and quantities by a statistical model.
///
/// A linear-chain conditional random field over scalars, with hashed features. It was trained on Korean news
/// sentences; `Sources/CEntityModel/MODEL_CARD.md` tells on which, how, and how well it does.
public struct SequenceTagger: Sendable {
  private let model: EntityModel

  /// The tagger with the model that is part of this library.
  public init() {
    model = .embedded
  }

  /// A tagger with another model, for the trainer to measure.
  @_spi(Training) public init(model: EntityModel) {
    self.model = model
  }

  /// The mentions in `range` of `text`, in order and without overlaps.
  ///
  /// Lines, and in them sentences, are looked at one by one, so a mention never crosses the end of either.
  /// Memory does not grow with the range.
  ///
  /// - Parameters:
  ///   - text: the whole text.
  ///   - range: where to look, in scalars; what lies outside of the text is left out.
  /// - Returns: spans in scalars of the whole text; `confidence` is the probability of the whole span.
  /// - Complexity: linear in the length of `range`, about 1 µs a scalar.
  public func spans(in text: ScalarText, range: Range<Int>) -> [TaggedSpan] {
    var spans: [TaggedSpan] = []
    var features = TaggerFeatures()
    var lattice = TaggerLattice()
    var labels: [UInt8] = []
    for window in TaggerWindows(text, range.clamped(to: 0..<text.count)) {
      features.load(text, window)
      emit(features, count: window.count, into: &lattice.emissions)
      lattice.decode(model.transitions, into: &labels)
      let mentions = TaggerLabels.mentions(in: labels)
      if mentions.isEmpty { continue }
      lattice.sum(model.transitions)
      for mention in mentions {
        let probability = lattice.probability(of: mention.range, kind: mention.kind, model.transitions)
        let start = window.lowerBound + mention.range.lowerBound
        spans.append(
          TaggedSpan(
            range: start..<(start + mention.range.count), kind: TaggerLabels.kinds[mention.kind],
            confidence: Double(probability)))
      }
    }
    return spans
  }

  /// The stretches of `range` that are looked at one by one: sentences, cut where they are too long.
  ///
  /// A trainer must cut its texts in the same places.
  @_spi(Training) public static func windows(in text: ScalarText, range: Range<Int>) -> [Range<Int>] {
    Array(TaggerWindows(text, range.clamped(to: 0..<text.count)))
  }

  private func emit(_ features: TaggerFeatures, count: Int, into emissions: inout [SIMD16<Float>]) {
    emissions.removeAll(keepingCapacity: true)
    let room = TaggerFeatures.countMax
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * room) { memory in
      // Two scalars at a time: the weights of the one are on their way while those of the other are summed up.
      guard var next = memory.baseAddress else { return }
      var current = next + room
      var written = 0
      for index in 0...count {
        let ahead = index < count ? features.write(at: index, to: next) : 0
        model.prefetch(UnsafeBufferPointer(start: next, count: ahead))
        if index > 0 {
          emissions.append(model.scores(UnsafeBufferPointer(start: current, count: written)))
        }
        (current, next, written) = (next, current, ahead)
      }
    }
  }
}
