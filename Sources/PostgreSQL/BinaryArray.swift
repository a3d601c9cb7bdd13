/// The binary format of arrays with one dimension, big endian:
/// ```
/// int32 dimensions (0 or 1) | int32 has nulls (0 or 1) | uint32 OID of the elements
/// int32 count | int32 first index                                  only if there is a dimension
/// int32 length, or -1 for NULL | bytes                             for each element
/// ```
/// Source: array_recv and array_send in src/backend/utils/adt/arrayfuncs.c of PostgreSQL.
enum BinaryArray {
  /// The header's length; that of an empty array is shorter.
  static let headerBytes = 20

  static func append(_ values: [Int64], to buffer: inout [UInt8]) {
    appendHeader(count: values.count, hasNulls: false, type: TypeOID.int8, to: &buffer)
    for value in values {
      buffer.append(bigEndian: 8 as Int32)
      buffer.append(bigEndian: value)
    }
  }

  static func append<Element>(
    _ values: [Element?], type: UInt32, to buffer: inout [UInt8],
    element append: (inout [UInt8], Element) -> Void
  ) {
    appendHeader(count: values.count, hasNulls: values.contains { $0 == nil }, type: type, to: &buffer)
    for value in values {
      let lengthAt = buffer.count
      buffer.append(bigEndian: -1 as Int32)
      guard let value else { continue }
      append(&buffer, value)
      let length = Int32(truncatingIfNeeded: buffer.count - lengthAt - 4)
      withUnsafeBytes(of: length.bigEndian) { for index in 0..<4 { buffer[lengthAt + index] = $0[index] } }
    }
  }

  private static func appendHeader(count: Int, hasNulls: Bool, type: UInt32, to buffer: inout [UInt8]) {
    buffer.append(bigEndian: (count == 0 ? 0 : 1) as Int32)
    buffer.append(bigEndian: (hasNulls ? 1 : 0) as Int32)
    buffer.append(bigEndian: type)
    guard count > 0 else { return }
    buffer.append(bigEndian: Int32(truncatingIfNeeded: count))
    buffer.append(bigEndian: 1 as Int32)
  }

  /// The numbers of a bigint[]; `nil` when `bytes` are anything else, an array with a NULL too. Allocates no more than
  /// the bytes hold.
  static func int8(_ bytes: UnsafeRawBufferPointer) -> [Int64]? {
    guard let dimensions = bytes.bigEndian(Int32.self, at: 0),
      bytes.bigEndian(UInt32.self, at: 8) == TypeOID.int8
    else { return nil }
    guard dimensions != 0 else { return bytes.count == 12 ? [] : nil }
    guard dimensions == 1, let count = bytes.bigEndian(Int32.self, at: 12), count >= 0,
      bytes.count - headerBytes == 12 * Int(count)
    else { return nil }
    var values: [Int64] = []
    values.reserveCapacity(Int(count))
    for offset in stride(from: headerBytes, to: bytes.count, by: 12) {
      guard bytes.bigEndian(Int32.self, at: offset) == 8,
        let value = bytes.bigEndian(Int64.self, at: offset + 4)
      else { return nil }
      values.append(value)
    }
    return values
  }
}

extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}

extension UnsafeRawBufferPointer {
  /// The number at `offset`; `nil` when it is not wholly there.
  func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type, at offset: Int) -> Value? {
    guard offset >= 0, offset <= count - MemoryLayout<Value>.size else { return nil }
    return Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
  }
}
