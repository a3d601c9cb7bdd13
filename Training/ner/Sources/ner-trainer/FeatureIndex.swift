@_spi(Training) import ArticleText

/// The features of all windows as dense numbers: those seen often enough to learn from.
struct FeatureIndex {
  /// The fingerprint of each feature, ascending.
  private(set) var fingerprints: [UInt64]
  /// The features of all scalars of all windows, one after another.
  private(set) var features: [UInt32]
  /// Where each scalar's features begin in `features`; one more than there are scalars.
  private(set) var starts: [Int]

  /// The features of `windows` that occur at least `cutoff` times.
  init(_ windows: [TrainingWindow], cutoff: Int) {
    var occurrences: [UInt64] = []
    var bounds = [0]
    var extractor = TaggerFeatures()
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: TaggerFeatures.countMax) { buffer in
      for window in windows {
        extractor.load(window.text, window.range)
        for index in 0..<window.range.count {
          let count = extractor.write(at: index, to: buffer.baseAddress!)
          occurrences.append(contentsOf: buffer[..<count])
          bounds.append(occurrences.count)
        }
      }
    }
    fingerprints = Self.frequent(occurrences, cutoff: cutoff)
    let table = FingerprintTable(fingerprints)
    features = []
    starts = [0]
    for scalar in 0..<(bounds.count - 1) {
      for occurrence in bounds[scalar]..<bounds[scalar + 1] {
        if let number = table[occurrences[occurrence]] { features.append(number) }
      }
      starts.append(features.count)
    }
  }

  /// Leaves out all features but those in `kept` (ascending), which are numbered anew.
  mutating func keep(_ kept: [Int]) {
    var numbers = [UInt32](repeating: .max, count: fingerprints.count)
    for (number, old) in kept.enumerated() { numbers[old] = UInt32(number) }
    var shorter: [UInt32] = []
    var newStarts = [0]
    for scalar in 0..<(starts.count - 1) {
      for position in starts[scalar]..<starts[scalar + 1] {
        let number = numbers[Int(features[position])]
        if number != .max { shorter.append(number) }
      }
      newStarts.append(shorter.count)
    }
    fingerprints = kept.map { fingerprints[$0] }
    features = shorter
    starts = newStarts
  }

  /// The distinct values that occur at least `cutoff` times, ascending.
  ///
  /// A table of small counters at hashed places rules most rare ones out; the rest is sorted and counted.
  private static func frequent(_ occurrences: [UInt64], cutoff: Int) -> [UInt64] {
    let bits: UInt64 = 28
    var counters = [UInt8](repeating: 0, count: 1 << bits)
    for value in occurrences {
      let place = Int(value >> (64 - bits))
      if counters[place] < UInt8.max { counters[place] += 1 }
    }
    var candidates = occurrences.filter { Int(counters[Int($0 >> (64 - bits))]) >= min(cutoff, 255) }
    candidates.sort()
    var frequent: [UInt64] = []
    var index = 0
    while index < candidates.count {
      var end = index + 1
      while end < candidates.count, candidates[end] == candidates[index] { end += 1 }
      if end - index >= cutoff { frequent.append(candidates[index]) }
      index = end
    }
    return frequent
  }
}

/// Numbers of fingerprints, by open addressing.
private struct FingerprintTable {
  private var slots: [UInt32]
  private let fingerprints: [UInt64]
  private let shift: UInt64

  init(_ fingerprints: [UInt64]) {
    var bits: UInt64 = 4
    while 1 << bits < fingerprints.count * 2 { bits += 1 }
    self.fingerprints = fingerprints
    shift = 64 - bits
    slots = Array(repeating: .max, count: 1 << bits)
    for (number, fingerprint) in fingerprints.enumerated() {
      var slot = Int(fingerprint >> shift)
      while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number)
    }
  }

  subscript(fingerprint: UInt64) -> UInt32? {
    var slot = Int(fingerprint >> shift)
    while slots[slot] != .max {
      if fingerprints[Int(slots[slot])] == fingerprint { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}
