@_spi(Training) import ArticleText

/// What the trainer may be told; the defaults are the recipe of the published model.
struct TrainingSettings {
  /// Passes over the data with all features.
  var epochs = 8
  /// Passes after pruning, with the features that stay.
  var epochsPruned = 3
  /// AdaGrad's step.
  var rate: Float = 0.15
  /// What AdaGrad adds to the sum of squares.
  var damping: Float = 0.1
  /// The share of features left out of each scalar at random.
  var dropout = 0.2
  /// The strength of the pull of weights to zero.
  var decay: Float = 1e-6
  /// How often a feature must occur to be learned at all.
  var cutoff = 2
  /// How many sets of four features stay after pruning (see `EntityModel`).
  var sets = 65_536
  /// The seed of order and dropout.
  var seed: UInt64 = 20_250_328
}

/// Learns a linear-chain CRF by stochastic ascent of the exact log-likelihood with AdaGrad steps.
struct ChainTrainer {
  typealias Lanes = TaggerLattice.Lanes

  let settings: TrainingSettings
  private(set) var index: FeatureIndex
  private(set) var transitions: TaggerLattice.Transitions
  private let windows: [TrainingWindow]
  /// Two elements a feature: its weights and AdaGrad's sums of squares, side by side in memory.
  private var parameters: [Lanes]
  private var transitionSquares: [Lanes]
  private var random: SplitMix64
  private var lattice = TaggerLattice()

  init(_ windows: [TrainingWindow], _ settings: TrainingSettings) {
    self.settings = settings
    self.windows = windows
    index = FeatureIndex(windows, cutoff: settings.cutoff)
    parameters = Array(repeating: Lanes(repeating: 0), count: 2 * index.fingerprints.count)
    let none = Array(repeating: Lanes(repeating: 0), count: TaggerLabels.count + 1)
    transitions = TaggerLattice.Transitions(scores: none)
    transitionSquares = none
    random = SplitMix64(seed: settings.seed)
  }

  /// The weights of a feature.
  func weights(of feature: Int) -> Lanes { parameters[2 * feature] }

  /// Runs `epochs` passes; the weights afterwards are the mean of those at the ends of the last `averaged`.
  mutating func run(epochs: Int, rates: (Double) -> Float, averaged: Int) {
    var firsts: [Int] = []
    var scalars = 0
    for window in windows {
      firsts.append(scalars)
      scalars += window.labels.count
    }
    var order = Array(windows.indices)
    var sums = [Lanes](repeating: Lanes(repeating: 0), count: averaged > 1 ? index.fingerprints.count : 0)
    var transitionSums = [Lanes](repeating: Lanes(repeating: 0), count: TaggerLabels.count + 1)
    for epoch in 0..<epochs {
      let clock = ContinuousClock()
      let started = clock.now
      random.shuffle(&order)
      let rate = settings.rate * rates(Double(epoch) / Double(epochs))
      for window in order { learn(windows[window], first: firsts[window], rate: rate) }
      if averaged > 1, epoch >= epochs - averaged {
        for feature in sums.indices { sums[feature] += parameters[2 * feature] }
        for label in transitionSums.indices { transitionSums[label] += transitions.scores[label] }
      }
      print("epoch \(epoch + 1) of \(epochs): \(clock.now - started), \(index.fingerprints.count) features")
    }
    guard averaged > 1 else { return }
    for feature in sums.indices { parameters[2 * feature] = sums[feature] / Float(averaged) }
    transitions = TaggerLattice.Transitions(scores: transitionSums.map { $0 / Float(averaged) })
  }

  /// Keeps of each set the four features whose weights differ most from those of the outside label; of two with one key the
  /// stronger one.
  mutating func prune() {
    let strengths = index.fingerprints.indices.map { strength(weights(of: $0)) }
    let ranked = strengths.indices.sorted { (strengths[$0], $1) > (strengths[$1], $0) }
    var keys = [[UInt32]](repeating: [], count: settings.sets)
    var kept: [Int] = []
    for feature in ranked {
      let fingerprint = index.fingerprints[feature]
      let (set, key) = (
        EntityModel.set(of: fingerprint, count: settings.sets), UInt32(truncatingIfNeeded: fingerprint)
      )
      guard keys[set].count < EntityModel.rowsPerSet, !keys[set].contains(key) else { continue }
      keys[set].append(key)
      kept.append(feature)
    }
    kept.sort()
    index.keep(kept)
    parameters = kept.flatMap { [parameters[2 * $0], parameters[2 * $0 + 1]] }
  }

  private func strength(_ weights: Lanes) -> Float {
    var strength: Float = 0
    for label in 0..<TaggerLabels.count { strength = max(strength, abs(weights[label])) }
    return strength
  }

  /// One step on one window.
  private mutating func learn(_ window: TrainingWindow, first: Int, rate: Float) {
    let count = window.labels.count
    var features: [UInt32] = []
    var ends: [Int] = []
    features.reserveCapacity(index.starts[first + count] - index.starts[first])
    ends.reserveCapacity(count)
    let threshold = UInt64(settings.dropout * 4_294_967_296)
    let boost = Float(1 / (1 - settings.dropout))
    lattice.emissions.removeAll(keepingCapacity: true)
    for scalar in first..<(first + count) {
      var sum = Lanes(repeating: 0)
      for position in index.starts[scalar]..<index.starts[scalar + 1] where random.next() >> 32 >= threshold {
        let feature = index.features[position]
        features.append(feature)
        sum += parameters[2 * Int(feature)]
      }
      ends.append(features.count)
      lattice.emissions.append(sum * boost)
    }
    lattice.sum(transitions)
    var start = 0
    for scalar in 0..<count {
      var gradient = Lanes(repeating: 0) - lattice.forward[scalar] * lattice.backward[scalar]
      gradient[Int(window.labels[scalar])] += 1
      let end = ends[scalar]
      defer { start = end }
      if gradient.max() < 1e-4, gradient.min() > -1e-4 { continue }
      gradient *= boost * window.weight
      for position in start..<end {
        let feature = 2 * Int(features[position])
        let step = gradient - settings.decay * parameters[feature]
        parameters[feature + 1] += step * step
        parameters[feature] += rate * step / (parameters[feature + 1] + settings.damping).squareRoot()
      }
    }
    learnTransitions(window, rate: rate)
  }

  private mutating func learnTransitions(_ window: TrainingWindow, rate: Float) {
    var expected = [Lanes](repeating: Lanes(repeating: 0), count: TaggerLabels.count + 1)
    var gradients = expected
    expected[TaggerLabels.count] = lattice.forward[0] * lattice.backward[0]
    gradients[TaggerLabels.count][Int(window.labels[0])] += 1
    for scalar in 1..<max(1, window.labels.count) {
      let ahead = lattice.potentials[scalar] * lattice.backward[scalar] / lattice.scales[scalar]
      for label in 0..<TaggerLabels.count { expected[label] += lattice.forward[scalar - 1][label] * ahead }
      gradients[Int(window.labels[scalar - 1])][Int(window.labels[scalar])] += 1
    }
    var scores = transitions.scores
    for label in 0...TaggerLabels.count {
      if label < TaggerLabels.count { expected[label] *= transitions.exponentials[label] }
      let gradient = (gradients[label] - expected[label]) * window.weight
      transitionSquares[label] += gradient * gradient
      scores[label] += rate * gradient / (transitionSquares[label] + 1).squareRoot()
    }
    transitions.scores = scores
  }
}
