@_spi(Training) import ArticleText

/// Turns learned weights into the bytes of a model file; the layout is told at `EntityModel`.
enum ModelWriter {
  /// The bytes of the model, and what was lost on the way.
  ///
  /// - Parameters:
  ///   - outsideBias: what is taken off the score of the outside label at every scalar.
  ///   - largest: the weight that the largest byte stands for; what is beyond is cut to it.
  static func bytes(_ trainer: ChainTrainer, outsideBias: Float, largest: Float) -> [UInt8] {
    let scale = largest / 127
    var rows: [(fingerprint: UInt64, weights: [Int8])] = []
    for (feature, fingerprint) in trainer.index.fingerprints.enumerated() {
      let weights = quantised(trainer.weights(of: feature), scale)
      if weights.contains(where: { $0 != 0 }) { rows.append((fingerprint, weights)) }
    }
    var bits = 1
    while 6 << bits < rows.count { bits += 1 }
    rows = withoutTwins(rows, bits: bits)

    var offsets = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for row in rows { offsets[Int(row.fingerprint >> (64 - UInt64(bits))) + 1] += 1 }
    for bucket in 1..<offsets.count { offsets[bucket] += offsets[bucket - 1] }

    var bytes = EntityModel.magic
    func append(_ value: UInt32) {
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    for value in [EntityModel.version, UInt32(TaggerLabels.count), UInt32(bits), UInt32(rows.count)] {
      append(value)
    }
    for value in [scale, outsideBias, 0] { append(value.bitPattern) }
    for scores in trainer.transitions.scores {
      for lane in 0..<16 { append(scores[lane].bitPattern) }
    }
    for offset in offsets { append(offset) }
    for row in rows {
      bytes.append(UInt8(truncatingIfNeeded: row.fingerprint))
      bytes.append(UInt8(truncatingIfNeeded: row.fingerprint >> 8))
    }
    for row in rows { bytes += row.weights.map { UInt8(bitPattern: $0) } }
    bytes += [0, 0, 0, 0]
    return bytes
  }

  /// Weights of all labels but outside, less outside's: adding a number to a whole row changes no probability.
  private static func quantised(_ weights: ChainTrainer.Lanes, _ scale: Float) -> [Int8] {
    (1..<TaggerLabels.count).map { label in
      let value = ((weights[label] - weights[TaggerLabels.outside]) / scale).rounded(.toNearestOrEven)
      return Int8(min(max(value, -127), 127))
    }
  }

  /// The rows in order of their fingerprints; of two that share bucket and key the stronger one.
  private static func withoutTwins(
    _ rows: [(fingerprint: UInt64, weights: [Int8])], bits: Int
  ) -> [(fingerprint: UInt64, weights: [Int8])] {
    func strength(_ weights: [Int8]) -> Int { weights.reduce(0) { max($0, abs(Int($1))) } }
    var places: [UInt64: Int] = [:]
    var kept: [(fingerprint: UInt64, weights: [Int8])] = []
    for row in rows {
      let name = (row.fingerprint >> (64 - UInt64(bits))) << 16 | row.fingerprint & 0xFFFF
      if let place = places[name] {
        if strength(row.weights) > strength(kept[place].weights) { kept[place] = row }
      } else {
        places[name] = kept.count
        kept.append(row)
      }
    }
    return kept
  }
}
