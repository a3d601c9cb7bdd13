/// The stored form of a sketch.
///
/// ```
/// byte     version (1)            a newer form gets a newer number; old ones stay readable
/// byte     level
/// varint   length
/// varint   keys n,       n × 6 bytes
/// varint   paragraphs n, n × (varint length, varint samples, 4 bytes fingerprint)
/// varint   samples n,    n × 3 bytes
/// varint   facts n,      n × (2 bytes slot, 2 bytes value)
/// ```
/// Integers are little-endian, varints are LEB128. Nothing may follow the last fact.
extension ArticleSketch {
  static let version: UInt8 = 1

  /// The sketch as bytes.
  package var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.bytes = [Self.version, UInt8(truncatingIfNeeded: level)]
    writer.varint(length)
    writer.varint(keys.count)
    for key in keys { writer.integer(key, bytes: 6) }
    writer.varint(paragraphs.count)
    for paragraph in paragraphs {
      writer.varint(paragraph.length)
      writer.varint(paragraph.sampleCount)
      writer.integer(UInt64(paragraph.fingerprint), bytes: 4)
    }
    writer.varint(samples.count)
    for sample in samples { writer.integer(UInt64(sample), bytes: 3) }
    writer.varint(facts.count)
    for fact in facts {
      writer.integer(UInt64(fact.slot), bytes: 2)
      writer.integer(UInt64(fact.value), bytes: 2)
    }
    return writer.bytes
  }

  /// Reads a stored sketch.
  ///
  /// - Returns: `nil` for bytes that are not one: wrong version, too short, too long, or counts that do not
  ///   add up. No bytes trap, and none make it reserve more memory than they are long.
  package init?(encoded bytes: [UInt8]) {
    var reader = ByteReader(bytes: bytes)
    guard reader.integer(bytes: 1) == UInt64(Self.version),
      let level = reader.integer(bytes: 1), level <= UInt64(Self.levelMax),
      let length = reader.varint(),
      let keys = reader.list(entryBytes: 6, { $0.integer(bytes: 6) }),
      let paragraphs = reader.list(entryBytes: 6, Self.paragraph),
      let samples = reader.list(entryBytes: 3, { $0.integer(bytes: 3).map { UInt32($0) } }),
      let facts = reader.list(entryBytes: 4, Self.fact),
      reader.isAtEnd
    else { return nil }
    var sampled = 0
    var covered = 0
    for paragraph in paragraphs {
      // Each is at most 2^32 and there are at most as many as bytes: the sums cannot overflow.
      sampled += paragraph.sampleCount
      covered += paragraph.length
    }
    guard sampled == samples.count, covered == length else { return nil }
    self.init(
      length: length, level: Int(level), keys: keys, samples: samples, facts: facts, paragraphs: paragraphs)
  }

  private static func paragraph(_ reader: inout ByteReader) -> Paragraph? {
    guard let length = reader.varint(), let samples = reader.varint(), let hash = reader.integer(bytes: 4)
    else { return nil }
    return Paragraph(length: length, sampleCount: samples, fingerprint: UInt32(truncatingIfNeeded: hash))
  }

  private static func fact(_ reader: inout ByteReader) -> StoryFact? {
    guard let slot = reader.integer(bytes: 2), let value = reader.integer(bytes: 2) else { return nil }
    return StoryFact(slot: UInt16(truncatingIfNeeded: slot), value: UInt16(truncatingIfNeeded: value))
  }
}

/// Puts little-endian integers and varints one after the other.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func integer(_ value: UInt64, bytes count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  mutating func varint(_ value: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Reads what ``ByteWriter`` wrote; every read says `nil` rather than pass the end.
private struct ByteReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func integer(bytes count: Int) -> UInt64? {
    guard bytes.count - position >= count else { return nil }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += count
    return value
  }

  /// A varint of at most 32 bits.
  mutating func varint() -> Int? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 28, by: 7) {
      guard let byte = integer(bytes: 1) else { return nil }
      value |= (byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value <= UInt64(UInt32.max) ? Int(value) : nil }
    }
    return nil
  }

  /// A count and that many entries of at least `entryBytes` each; refused when the bytes left cannot hold
  /// them.
  mutating func list<Entry>(entryBytes: Int, _ entry: (inout ByteReader) -> Entry?) -> [Entry]? {
    guard let count = varint(), count <= (bytes.count - position) / entryBytes else { return nil }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      guard let next = entry(&self) else { return nil }
      entries.append(next)
    }
    return entries
  }
}
