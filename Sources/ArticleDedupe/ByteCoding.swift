/// Puts little-endian integers, varints and runs of bits one after the other into memory that is lent.
///
/// It knows no bounds: whoever makes one has counted ``varintBytesMax`` bytes for a varint, the bytes of all else, and
/// ``spareBytes`` behind the last.
struct ByteWriter {
  static let varintBytesMax = 10
  /// Whole words are written, whatever is needed of them.
  static let spareBytes = 8

  private let start: UnsafeMutableRawPointer
  /// How many bytes are written.
  private(set) var count = 0

  init(_ start: UnsafeMutableRawPointer) { self.start = start }

  @inline(__always)
  mutating func integer(_ value: UInt64, bytes: Int) {
    start.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt64.self)
    count += bytes
  }

  @inline(__always)
  mutating func varint(_ value: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    while rest >= 0x80 {
      integer(rest & 0x7F | 0x80, bytes: 1)
      rest >>= 7
    }
    integer(rest, bytes: 1)
  }

  /// - Parameter bits: at most 32; no value has more.
  @inline(__always)
  mutating func packed(_ values: [UInt32], bits: Int) {
    var (pending, width) = (UInt64(0), 0)
    for value in values {
      pending |= UInt64(value) &<< UInt64(width)
      width &+= bits
      // What is over of the last word is at most 31 bits, so there is room for 32.
      guard width >= 32 else { continue }
      integer(pending, bytes: 4)
      pending &>>= 32
      width &-= 32
    }
    integer(pending, bytes: (width + 7) / 8)
  }
}

/// Reads what ``ByteWriter`` wrote; every read says `nil` rather than pass the end.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// - Parameter bytes: must outlive the reader.
  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

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

  /// A count and that many entries of at least `entryBytes` each; refused when the bytes left cannot hold them.
  mutating func list<Entry>(entryBytes: Int, _ entry: (inout ByteReader) -> Entry?) -> [Entry]? {
    guard let count = varint() else { return nil }
    return list(count, entryBytes: entryBytes, entry)
  }

  /// `count` entries of at least `entryBytes` each.
  mutating func list<Entry>(_ count: Int, entryBytes: Int, _ entry: (inout ByteReader) -> Entry?) -> [Entry]?
  {
    guard count <= (bytes.count - position) / entryBytes else { return nil }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      guard let next = entry(&self) else { return nil }
      entries.append(next)
    }
    return entries
  }

  /// `count` numbers of `bits` bits each, at most 32.
  mutating func packed(_ count: Int, bits: Int) -> [UInt32]? {
    let size = (count * bits + 7) / 8
    guard bytes.count - position >= size else { return nil }
    var values: [UInt32] = []
    values.reserveCapacity(count)
    var (pending, width) = (UInt64(0), 0)
    var next = position
    position += size
    for _ in 0..<count {
      while width < bits {
        pending |= UInt64(bytes[next]) << UInt64(width)
        next += 1
        width += 8
      }
      values.append(UInt32(truncatingIfNeeded: pending & (1 << UInt64(bits) - 1)))
      pending >>= UInt64(bits)
      width -= bits
    }
    // What is left of the last byte is zero, so that a sketch has one form only.
    return pending == 0 ? values : nil
  }
}
