internal import CEntityModel

/// The weights of the sequence tagger: a read-only view of the model file's bytes.
///
/// Nothing is copied or decoded at load; pages of the file are touched when a text asks for them.
///
/// All numbers are little-endian. `bucketBits`, `rows` and the rest of the header are 32 bits each.
/// ```
/// 0    magic "KNER", version, labels (13), bucketBits, rows, scale (Float), outsideBias (Float), 0
/// 32   transitions: 14 x 16 Float, row = previous label (13 = start), lane = next label
/// 928  offsets: (1 << bucketBits) + 1 UInt32, the first row of each bucket
/// ...  keys: rows x UInt16, the low bits of the fingerprint
/// ...  weights: rows x 12 Int8, of labels 1...12 in units of `scale`; outside is 0
/// ...  4 bytes of 0, so that the last row can be read as sixteen
/// ```
/// The high bits of a fingerprint name its bucket, so bucket and key together are 32 bits or more of it.
@_spi(Training) public struct EntityModel: Sendable {
  /// The version of file layout and features; a file of another version is refused.
  public static let version: UInt32 = 1
  /// The first four bytes of a model file.
  public static let magic: [UInt8] = Array("KNER".utf8)
  /// The bytes before the transitions.
  public static let headerLength = 32
  /// The bytes of one row of weights.
  public static let rowLength = TaggerLabels.count - 1

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
  private nonisolated(unsafe) let offsets: UnsafeRawPointer
  private nonisolated(unsafe) let keys: UnsafeRawPointer
  private nonisolated(unsafe) let weights: UnsafeRawPointer
  private let bucketShift: UInt64
  private let rowCount: Int
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
    let bucketBits = word(3)
    guard word(1) == Self.version, word(2) == TaggerLabels.count, (1...24).contains(bucketBits) else {
      return nil
    }
    rowCount = Int(word(4))
    let offsetsStart = Self.headerLength + (TaggerLabels.count + 1) * 16 * 4
    let keysStart = offsetsStart + ((1 << Int(bucketBits)) + 1) * 4
    let weightsStart = keysStart + rowCount * 2
    guard bytes.count == weightsStart + rowCount * Self.rowLength + 4 else { return nil }
    guard word(keysStart / 4 - 1) == rowCount else { return nil }

    scale = Float(bitPattern: word(5))
    var start = SIMD16<Float>(repeating: 0)
    start[TaggerLabels.outside] = -Float(bitPattern: word(6))
    self.start = start
    bucketShift = 64 - UInt64(bucketBits)
    offsets = base + offsetsStart
    keys = base + keysStart
    weights = base + weightsStart
    transitions = TaggerLattice.Transitions(
      scores: (0...TaggerLabels.count).map { previous in
        var lanes = SIMD16<Float>(repeating: 0)
        for lane in 0..<16 {
          lanes[lane] = Float(bitPattern: word(Self.headerLength / 4 + previous * 16 + lane))
        }
        return lanes
      })
  }

  /// The scores of all labels for a scalar that has these fingerprints.
  @inline(__always)
  func scores(_ fingerprints: UnsafeBufferPointer<UInt64>) -> SIMD16<Float> {
    var sum = SIMD16<Int16>(repeating: 0)
    for fingerprint in fingerprints {
      let bucket = Int(truncatingIfNeeded: fingerprint >> bucketShift)
      let key = UInt16(truncatingIfNeeded: fingerprint)
      // The last offset was checked at load and a trainer writes them in order; `min` keeps a file that was
      // tampered with from leading out of the table.
      let first = Int(offsets.load(fromByteOffset: 4 * bucket, as: UInt32.self))
      let end = min(Int(offsets.load(fromByteOffset: 4 * bucket + 4, as: UInt32.self)), rowCount)
      var row = first
      while row < end {
        if keys.load(fromByteOffset: 2 * row, as: UInt16.self) == key {
          let weights = weights.loadUnaligned(fromByteOffset: Self.rowLength * row, as: SIMD16<Int8>.self)
          sum &+= SIMD16<Int16>(truncatingIfNeeded: weights)
          break
        }
        row += 1
      }
    }
    return start + spread(SIMD16<Float>(sum) * scale)
  }

  /// Moves the twelve stored lanes behind the outside label's and clears what was read of the next row.
  @inline(__always)
  private func spread(_ lanes: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
      0, lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6], lanes[7], lanes[8], lanes[9],
      lanes[10], lanes[11], 0, 0, 0)
  }
}
