/// The stored form of a sketch.
///
/// ```
/// byte     version (2)            a newer form gets a newer number; sketches of two versions are never compared
/// varint   length
/// varint   sample bound
/// varint   keys n,       n × 5 bytes
/// varint   paragraphs n, n × (varint length, varint samples, 4 bytes fingerprint)
/// varint   samples n,    n × the bits that the bound needs, then zeros to a whole byte
/// byte     word bound
/// varint   words n, varint words of the lead, n × 2 bytes
/// varint   facts n,      n × (2 bytes slot, 2 bytes value)
/// ```
/// Integers are little-endian, varints are LEB128, bits go from the lowest up. Nothing may follow the last fact.
extension ArticleSketch {
  /// The version of folding, hashes and layout. Whatever changes a sketch of the same text changes it.
  package static let version: UInt8 = 2
  /// The longest stored sketch in bytes.
  package static let bytesMax = 8192

  /// The sketch as bytes.
  package var encoded: [UInt8] {
    let counts =
      2 + 8 * ByteWriter.varintBytesMax + keys.count * 5 + samples.count * 4 + words.words.count * 2
    let more = facts.count * 4 + paragraphs.count * (2 * ByteWriter.varintBytesMax + 4)
    return [UInt8](unsafeUninitializedCapacity: counts + more + ByteWriter.spareBytes) { bytes, count in
      // Not of capacity 0, so the memory is there.
      guard let start = bytes.baseAddress else { return }
      var writer = ByteWriter(start)
      write(to: &writer)
      count = writer.count
    }
  }

  /// Two bytes, eight varints and the entries of the lists.
  private func write(to writer: inout ByteWriter) {
    writer.integer(UInt64(Self.version), bytes: 1)
    writer.varint(length)
    writer.varint(Int(sampleBound))
    writer.varint(keys.count)
    for key in keys { writer.integer(key, bytes: 5) }
    writer.varint(paragraphs.count)
    for paragraph in paragraphs {
      writer.varint(paragraph.length)
      writer.varint(paragraph.sampleCount)
      writer.integer(UInt64(paragraph.fingerprint), bytes: 4)
    }
    writer.varint(samples.count)
    writer.packed(samples, bits: Self.bits(sampleBound))
    writer.integer(UInt64(words.bound), bytes: 1)
    writer.varint(words.words.count)
    writer.varint(words.leadCount)
    for word in words.words { writer.integer(UInt64(word), bytes: 2) }
    writer.varint(facts.count)
    for fact in facts { writer.integer(UInt64(fact.value) << 16 | UInt64(fact.slot), bytes: 4) }
  }

  /// Reads a stored sketch.
  ///
  /// - Returns: `nil` for bytes that are not one: wrong version, too short, too long, or counts that do not add up. No
  ///   bytes trap, and none make it reserve more memory than some times their length.
  package init?(encoded bytes: UnsafeRawBufferPointer) {
    var reader = ByteReader(bytes: bytes)
    guard bytes.count <= Self.bytesMax, reader.integer(bytes: 1) == UInt64(Self.version),
      let length = reader.varint(), let bound = reader.varint(), (1...1 << Self.sampleBits).contains(bound),
      let keys = reader.list(entryBytes: 5, { $0.integer(bytes: 5) }),
      let paragraphs = reader.list(entryBytes: 6, Self.paragraph),
      let sampleCount = reader.varint(), sampleCount <= Self.samplesMax,
      let samples = reader.packed(sampleCount, bits: Self.bits(UInt32(bound))),
      let wordBound = reader.integer(bytes: 1),
      let wordCount = reader.varint(), wordCount <= InformativeWords.wordsMax,
      let leadCount = reader.varint(), leadCount <= wordCount,
      let words = reader.list(wordCount, entryBytes: 2, { $0.integer(bytes: 2).map { UInt16($0) } }),
      let facts = reader.list(entryBytes: 4, Self.fact), facts.count <= StoryFacts.factsMax,
      reader.isAtEnd
    else { return nil }
    var sampled = 0
    var covered = 0
    for paragraph in paragraphs {
      // Each is below 2^32 and there are at most as many as bytes: the sums cannot overflow.
      sampled += paragraph.sampleCount
      covered += paragraph.length
    }
    guard sampled == samples.count, covered == length else { return nil }
    self.init(
      length: length, keys: keys, sampleBound: UInt32(bound), samples: samples,
      words: InformativeWords(words: words, bound: UInt8(wordBound), leadCount: leadCount), facts: facts,
      paragraphs: paragraphs)
  }

  /// The keys alone, which is all that a start needs of a million sketches; `nil` like ``init(encoded:)``.
  package static func keys(encoded bytes: UnsafeRawBufferPointer) -> [UInt64]? {
    var reader = ByteReader(bytes: bytes)
    guard bytes.count <= bytesMax, reader.integer(bytes: 1) == UInt64(version), reader.varint() != nil,
      reader.varint() != nil
    else { return nil }
    return reader.list(entryBytes: 5) { $0.integer(bytes: 5) }
  }

  /// The bits that a number below `bound` needs.
  private static func bits(_ bound: UInt32) -> Int { max(1, 32 - (bound - 1).leadingZeroBitCount) }

  private static func paragraph(_ reader: inout ByteReader) -> Paragraph? {
    guard let length = reader.varint(), let samples = reader.varint(), let hash = reader.integer(bytes: 4)
    else { return nil }
    return Paragraph(length: length, sampleCount: samples, fingerprint: UInt32(truncatingIfNeeded: hash))
  }

  private static func fact(_ reader: inout ByteReader) -> StoryFact? {
    reader.integer(bytes: 4).map {
      StoryFact(slot: UInt16(truncatingIfNeeded: $0), value: UInt16(truncatingIfNeeded: $0 >> 16))
    }
  }
}
