/// The parameters of one statement as libpq takes them; used again for the next one, so that its memory is.
struct ParameterBuffer {
  /// The most bytes of one statement's parameters: the server takes messages below 1 GiB, with names and lengths
  /// (PQ_LARGE_MESSAGE_LIMIT of libpq.h).
  static let bytesMax = (1 << 30) - (1 << 20)
  /// The most parameters: their number is a uint16 on the wire.
  static let countMax = 65_535

  /// The encoded values, one behind the other, and a zero.
  private(set) var bytes: [UInt8] = []
  private var offsets: [Int] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []
  private var types: [UInt32] = []

  /// Whether `values` are no more than a statement can carry.
  static func fits(_ values: [PostgreSQLValue]) -> Bool {
    values.count <= countMax && values.reduce(0) { $0 + $1.byteCount } <= bytesMax
  }

  /// Calls `body` with the number, types, values, lengths and formats of `values`, which must fit.
  mutating func withParameters<Value>(
    _ values: [PostgreSQLValue],
    _ body: (
      Int32, UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
      UnsafePointer<Int32>?
    ) -> Value
  ) -> Value {
    encode(values)
    return bytes.withUnsafeBytes { bytes in
      // An empty value needs an address too: none means NULL. `bytes` is never empty.
      let pointers = offsets.map {
        $0 < 0 ? nil : (bytes.baseAddress! + $0).assumingMemoryBound(to: CChar.self)
      }
      return body(Int32(values.count), types, pointers, lengths, formats)
    }
  }

  private mutating func encode(_ values: [PostgreSQLValue]) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
    offsets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    for value in values {
      let start = bytes.count
      value.append(to: &bytes)
      offsets.append(value == .null ? -1 : start)
      lengths.append(Int32(bytes.count - start))
      types.append(value.type)
    }
    bytes.append(0)
    if formats.count < values.count { formats = Array(repeating: 1, count: values.count) }
  }
}
