/// The linear chain over one window: best labels, and probabilities by the forward and backward sums.
///
/// The sums run on probabilities scaled at each position, not on logarithms: one vector exponential a scalar
/// instead of one logarithm for each pair of labels. Trainer and tagger share it.
@_spi(Training) public struct TaggerLattice {
  /// One lane a label. In scores the lanes beyond `TaggerLabels.count` are zero; in sums too, as no pair leads there.
  public typealias Lanes = SIMD16<Float>

  /// The score of a pair of labels that must not follow each other.
  public static let forbidden: Float = -10_000

  /// Scores of each scalar's labels; the input of all that follows.
  public var emissions: [Lanes] = []
  /// Forward sums, scaled to add up to one at each position.
  public private(set) var forward: [Lanes] = []
  /// Backward sums, scaled so that `forward * backward` is the distribution of the label.
  public private(set) var backward: [Lanes] = []
  /// What each forward sum was divided by.
  public private(set) var scales: [Float] = []
  /// Exponentials of `emissions`, each divided by its largest lane.
  public private(set) var potentials: [Lanes] = []

  private var pointers: [SIMD16<UInt8>] = []

  /// A lattice without scores.
  public init() {}

  /// The most probable label sequence, into `labels`.
  public mutating func decode(_ transitions: Transitions, into labels: inout [UInt8]) {
    labels.removeAll(keepingCapacity: true)
    guard let first = emissions.first else { return }
    pointers.removeAll(keepingCapacity: true)
    var scores = first + transitions.scores[TaggerLabels.count]
    for index in 1..<max(1, emissions.count) {
      var best = Lanes(repeating: scores[0]) + transitions.scores[0]
      var from = SIMD16<Int32>(repeating: 0)
      for label in 1..<TaggerLabels.count {
        let candidate = Lanes(repeating: scores[label]) + transitions.scores[label]
        let better = candidate .> best
        best.replace(with: candidate, where: better)
        from.replace(with: SIMD16<Int32>(repeating: Int32(label)), where: better)
      }
      pointers.append(SIMD16<UInt8>(truncatingIfNeeded: from))
      scores = best + emissions[index]
    }
    var label = 0
    for candidate in 1..<TaggerLabels.count where scores[candidate] > scores[label] { label = candidate }
    labels.append(contentsOf: repeatElement(0, count: emissions.count))
    labels[emissions.count - 1] = UInt8(label)
    for index in stride(from: emissions.count - 2, through: 0, by: -1) {
      label = Int(pointers[index][label])
      labels[index] = UInt8(label)
    }
  }

  /// Computes the forward and backward sums of `emissions`.
  public mutating func sum(_ transitions: Transitions) {
    let count = emissions.count
    guard count > 0 else {
      (forward, potentials, scales, backward) = ([], [], [], [])
      return
    }
    sumForward(count, transitions)
    sumBackward(count, transitions)
  }

  private mutating func sumForward(_ count: Int, _ transitions: Transitions) {
    Self.resize(&forward, count, Lanes(repeating: 0))
    Self.resize(&potentials, count, Lanes(repeating: 0))
    Self.resize(&scales, count, 0)
    var current = transitions.exponentials[TaggerLabels.count]
    transitions.exponentials.withUnsafeBufferPointer { rows in
      for index in 0..<count {
        if index > 0 { current = Self.sum(of: rows, weighted: forward[index - 1]) }
        let emission = emissions[index]
        let potential = exponential(emission - Self.largest(of: emission))
        current *= potential
        // Never zero in practice; the floor keeps a hostile window from dividing by it.
        let scale = max(Self.total(of: current), .leastNormalMagnitude)
        forward[index] = current * (1 / scale)
        potentials[index] = potential
        scales[index] = scale
      }
    }
  }

  private mutating func sumBackward(_ count: Int, _ transitions: Transitions) {
    Self.resize(&backward, count, Lanes(repeating: 0))
    backward[count - 1] = Lanes(repeating: 1)
    transitions.columns.withUnsafeBufferPointer { columns in
      for index in stride(from: count - 2, through: 0, by: -1) {
        let ahead = backward[index + 1] * potentials[index + 1] * (1 / scales[index + 1])
        backward[index] = Self.sum(of: columns, weighted: ahead)
      }
    }
  }

  /// The sum of the first rows, one a label, each times the lane of its label.
  @inline(__always)
  private static func sum(of rows: UnsafeBufferPointer<Lanes>, weighted weights: Lanes) -> Lanes {
    var sum = Lanes(repeating: weights[0]) * rows[0]
    for label in 1..<TaggerLabels.count { sum += Lanes(repeating: weights[label]) * rows[label] }
    return sum
  }

  /// By halves: the standard library adds lane after lane, each waiting for the one before.
  @inline(__always)
  private static func total(of lanes: Lanes) -> Float {
    let eight = lanes.lowHalf + lanes.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[1]) + (four[2] + four[3])
  }

  @inline(__always)
  private static func largest(of lanes: Lanes) -> Float {
    let eight = lanes.lowHalf.replacing(with: lanes.highHalf, where: lanes.highHalf .> lanes.lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    return max(max(four[0], four[1]), max(four[2], four[3]))
  }

  /// Gives an array that is filled anew its length.
  private static func resize<Element>(_ array: inout [Element], _ count: Int, _ filler: Element) {
    if array.count > count { array.removeLast(array.count - count) }
    if array.count < count { array.append(contentsOf: repeatElement(filler, count: count - array.count)) }
  }

  /// The probability that exactly `range` is a mention of the `kind`-th kind; `sum` must have been called.
  public func probability(of range: Range<Int>, kind: Int, _ transitions: Transitions) -> Float {
    let begin = TaggerLabels.begin(kind)
    let inside = TaggerLabels.inside(kind)
    var probability = forward[range.lowerBound][begin] * backward[range.lowerBound][begin]
    var label = begin
    for index in (range.lowerBound + 1)..<max(range.upperBound, range.lowerBound + 1) {
      probability *= continuation(of: label, by: inside, at: index, transitions)
      label = inside
    }
    if range.upperBound < emissions.count {
      probability *= 1 - continuation(of: label, by: inside, at: range.upperBound, transitions)
    }
    return min(max(probability, 0), 1)
  }

  /// The probability of label `next` at `index`, given `label` before it and the whole window.
  private func continuation(of label: Int, by next: Int, at index: Int, _ transitions: Transitions) -> Float {
    let total = backward[index - 1][label] * scales[index]
    guard total > 0 else { return 0 }
    let step = transitions.exponentials[label][next] * potentials[index][next] * backward[index][next]
    return min(step / total, 1)
  }

  /// The scores of label pairs and their exponentials, by row and by column.
  public struct Transitions: Sendable {
    /// Scores: element `previous` has a lane for each next label; the last element is the start.
    public var scores: [Lanes] { didSet { update() } }
    /// Exponentials of `scores`; zero where a pair is forbidden.
    public private(set) var exponentials: [Lanes] = []
    /// The same transposed: element `next` has a lane for each previous label.
    public private(set) var columns: [Lanes] = []

    /// Transitions with `scores`, in which pairs that break BIO are forbidden whatever they say.
    public init(scores: [Lanes]) {
      precondition(scores.count == TaggerLabels.count + 1)
      self.scores = scores
      for previous in 0...TaggerLabels.count {
        for next in 0..<16 where !Self.allows(next, after: previous) {
          self.scores[previous][next] = TaggerLattice.forbidden
        }
      }
      update()
    }

    private mutating func update() {
      exponentials = scores.map(exponential)
      columns = Array(repeating: Lanes(repeating: 0), count: TaggerLabels.count)
      for previous in 0..<TaggerLabels.count {
        for next in 0..<TaggerLabels.count { columns[next][previous] = exponentials[previous][next] }
      }
    }

    private static func allows(_ next: Int, after previous: Int) -> Bool {
      guard next < TaggerLabels.count else { return false }
      return TaggerLabels.allows(next, after: previous == TaggerLabels.count ? nil : previous)
    }
  }
}

/// e to the power of each lane, to about 1e-7 relative; zero below -87.
///
/// Written out so that sixteen lanes go at once and no C library is asked.
@inline(__always)
func exponential(_ lanes: SIMD16<Float>) -> SIMD16<Float> {
  typealias Lanes = SIMD16<Float>
  let tooSmall = lanes .< -87
  // Not `clamped`, which goes lane by lane.
  let clamped = lanes.replacing(with: -87, where: tooSmall).replacing(with: 87, where: lanes .> 87)
  let scaled = clamped * 1.442_695_04
  // Adding and taking away 1.5 * 2^23 rounds to an integer, which is then in the low bits.
  let shifter: Float = 12_582_912
  let shifted = scaled + shifter
  let fraction = scaled - (shifted - shifter)
  var value = Lanes(repeating: 1.535_336_188e-4)
  value = value * fraction + 1.339_887_440e-3
  value = value * fraction + 9.618_437_357e-3
  value = value * fraction + 5.550_332_548e-2
  value = value * fraction + 2.402_264_791e-1
  value = value * fraction + 6.931_472_028e-1
  value = value * fraction + 1
  let exponents = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23
  let bits = unsafeBitCast(value, to: SIMD16<UInt32>.self) &+ exponents
  return unsafeBitCast(bits, to: Lanes.self).replacing(with: 0, where: tooSmall)
}
