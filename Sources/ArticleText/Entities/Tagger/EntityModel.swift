internal import CEntityModel

/// The weights of the sequence tagger: a read-only view of the model file's bytes.
///
/// Nothing is copied or decoded at load; pages of the file are touched when a text asks for them.
///
/// A table of sets of four rows, each in one line of a processor's cache (64 bytes): the high half of a fingerprint
/// names the set, the low half is its key in there. Training keeps the four strongest rows of a set, so that to look a
/// feature up is one read and never a search (as in a set-associative cache; Hennessy and Patterson, "Computer
/// Architecture", appendix B).
///
/// All numbers are little-endian; those of the header are 32 bits each.
/// ```
/// 0    magic "KNER", version, labels (13), sets, scale (Float), outsideBias (Float), 0, 0
/// 32   transitions: 14 x 16 Float, row = previous label (13 = start), lane = next label
/// 928  32 bytes of 0
/// 960  sets of 64 bytes: four rows of 12 weights, of labels 1...12 in units of `scale`, each with 128 added (outside
///      is 0); then the four keys, 32 bits each. A row without a feature has the weights 0.
/// ```
@_spi(Training) public struct EntityModel: Sendable {
  /// The version of file layout and features; a file of another version is refused.
  public static let version: UInt32 = 2
  /// The first four bytes of a model file.
  public static let magic: [UInt8] = Array("KNER".utf8)
  /// The bytes before the transitions.
  public static let headerLength = 32
  /// Where the first set begins.
  public static let setsStart = 960
  /// The bytes of a set.
  public static let setLength = 64
  /// The rows of a set.
  public static let rowsPerSet = 4
  /// The bytes of one row of weights.
  public static let rowLength = TaggerLabels.count - 1
  /// The byte of the weight 0.
  public static let zero: UInt8 = 128

  /// Which of `count` sets a fingerprint belongs to.
  @inline(__always)
  public static func set(of fingerprint: UInt64, count: Int) -> Int {
    Int(truncatingIfNeeded: (fingerprint >> 32 &* UInt64(truncatingIfNeeded: count)) >> 32)
  }

  /// The model that is linked into the program.
  static let embedded: EntityModel = {
    let bytes = UnsafeRawBufferPointer(
      start: article_entity_model(), count: Int(article_entity_model_length()))
    guard let model = EntityModel(bytes) else {
      preconditionFailure("entity-model.bin does not fit this build: run Training/ner/train.sh")
    }
    return model
  }()

  // Read-only memory that outlives the model (program image, or what `init(_:)` was promised): no one writes it.
  private nonisolated(unsafe) let sets: UnsafeRawPointer
  private let setCount: Int
  private let scale: Float
  private let start: SIMD16<Float>

  /// Scores of label pairs.
  let transitions: TaggerLattice.Transitions

  /// A view of `bytes`, which must stay unchanged as long as the model is used.
  ///
  /// - Returns: `nil` if magic, version or any size is wrong.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count >= Self.headerLength,
      bytes.prefix(4).elementsEqual(Self.magic)
    else { return nil }
    func word(_ index: Int) -> UInt32 {
      UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
    setCount = Int(word(3))
    guard word(1) == Self.version, word(2) == TaggerLabels.count, setCount > 0,
      bytes.count == Self.setsStart + setCount * Self.setLength
    else { return nil }
    scale = Float(bitPattern: word(4))
    var start = SIMD16<Float>(repeating: 0)
    start[TaggerLabels.outside] = -Float(bitPattern: word(5))
    self.start = start
    sets = base + Self.setsStart
    transitions = TaggerLattice.Transitions(
      scores: (0...TaggerLabels.count).map { previous in
        var lanes = SIMD16<Float>(repeating: 0)
        for lane in 0..<16 {
          lanes[lane] = Float(bitPattern: word(Self.headerLength / 4 + previous * 16 + lane))
        }
        return lanes
      })
  }

  /// The scores of all labels for a scalar that has these fingerprints, ``TaggerFeatures/countMax`` at most.
  @inline(__always)
  func scores(_ fingerprints: UnsafeBufferPointer<UInt64>) -> SIMD16<Float> {
    // Every second byte of a row in the one, the others in the other: sixteen bits each, with room for 257 rows.
    var even = SIMD8<UInt16>(repeating: 0)
    var odd = SIMD8<UInt16>(repeating: 0)
    var rows: UInt16 = 0
    for fingerprint in fingerprints {
      let set = sets + Self.set(of: fingerprint, count: setCount) &* Self.setLength
      let hits = article_matching_keys(
        set + Self.rowsPerSet * Self.rowLength, UInt32(truncatingIfNeeded: fingerprint).littleEndian)
      // Without a branch, as no processor foresees whether a feature is known: one that is not reads the keys, whose line is
      // at hand, and drops them.
      let isKnown = UInt16(truncatingIfNeeded: (hits &+ 15) &>> 4)
      rows &+= isKnown
      let row = set + Self.rowLength &* (hits | 1 << UInt32(Self.rowsPerSet)).trailingZeroBitCount
      // The last four lanes are of the next row or of the keys.
      let pairs = row.loadUnaligned(as: SIMD8<UInt16>.self) & SIMD8(repeating: 0 &- isKnown)
      even &+= pairs & 0xFF
      odd &+= pairs &>> 8
    }
    let bias = SIMD8<UInt16>(repeating: UInt16(Self.zero) &* rows)
    return start + spread(signed(even &- bias), signed(odd &- bias))
  }

  /// Asks for the sets of these fingerprints: memory is read while other work is done, which takes a third off the whole.
  @inline(__always)
  func prefetch(_ fingerprints: UnsafeBufferPointer<UInt64>) {
    for fingerprint in fingerprints {
      article_prefetch(sets + Self.set(of: fingerprint, count: setCount) &* Self.setLength)
    }
  }

  @inline(__always)
  private func signed(_ sums: SIMD8<UInt16>) -> SIMD8<Float> {
    SIMD8<Float>(SIMD8<Int16>(truncatingIfNeeded: sums)) * scale
  }

  /// Puts the twelve stored lanes behind the outside label's; what was read beyond them is left out.
  @inline(__always)
  private func spread(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> SIMD16<Float> {
    SIMD16(
      0, even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3], even[4], odd[4], even[5], odd[5],
      0,
      0, 0)
  }
}
