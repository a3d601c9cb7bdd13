@_spi(Training) import ArticleText

/// Turns learned weights into the bytes of a model file; the layout is told at `EntityModel`.
enum ModelWriter {
  /// The bytes of the model. No set has more rows than it has room for: `ChainTrainer.prune` saw to it.
  ///
  /// - Parameters:
  ///   - outsideBias: what is taken off the score of the outside label at every scalar.
  ///   - largest: the weight that the largest byte stands for; what is beyond is cut to it.
  static func bytes(_ trainer: ChainTrainer, outsideBias: Float, largest: Float) -> [UInt8] {
    let scale = largest / 127
    let sets = trainer.settings.sets
    var bytes = EntityModel.magic
    func append(_ value: UInt32) {
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    for value in [EntityModel.version, UInt32(TaggerLabels.count), UInt32(sets)] { append(value) }
    for value in [scale, outsideBias, 0, 0] { append(value.bitPattern) }
    for scores in trainer.transitions.scores {
      for lane in 0..<16 { append(scores[lane].bitPattern) }
    }
    bytes += [UInt8](repeating: 0, count: EntityModel.setsStart - bytes.count)

    let rowsStart = EntityModel.rowsPerSet * EntityModel.rowLength
    let empty =
      [UInt8](repeating: EntityModel.zero, count: rowsStart)
      + [UInt8](repeating: 0, count: EntityModel.setLength - rowsStart)
    for _ in 0..<sets { bytes += empty }
    var used = [Int](repeating: 0, count: sets)
    for (feature, fingerprint) in trainer.index.fingerprints.enumerated() {
      let weights = quantised(trainer.weights(of: feature), scale)
      guard weights.contains(where: { $0 != EntityModel.zero }) else { continue }
      let set = EntityModel.set(of: fingerprint, count: sets)
      let start = EntityModel.setsStart + set * EntityModel.setLength
      let row = used[set]
      used[set] += 1
      bytes.replaceSubrange(
        start + row * EntityModel.rowLength..<start + (row + 1) * EntityModel.rowLength, with: weights)
      for byte in 0..<4 {
        bytes[start + rowsStart + 4 * row + byte] = UInt8(truncatingIfNeeded: fingerprint >> UInt64(8 * byte))
      }
    }
    return bytes
  }

  /// Weights of all labels but outside, less outside's: adding a number to a whole row changes no probability.
  private static func quantised(_ weights: ChainTrainer.Lanes, _ scale: Float) -> [UInt8] {
    (1..<TaggerLabels.count).map { label in
      let value = ((weights[label] - weights[TaggerLabels.outside]) / scale).rounded(.toNearestOrEven)
      return UInt8(Int(EntityModel.zero) + Int(min(max(value, -127), 127)))
    }
  }
}
