/// A parameter of a statement, sent in PostgreSQL's binary format.
///
/// The type must be the one the server takes the parameter for, or the statement fails with 22P03 or 42804: write the
/// type into the SQL, as in `$1::bigint` or `unnest($2::text[])`. Text may not hold U+0000 (22021).
public enum PostgreSQLValue: Sendable, Equatable {
  /// NULL of any type.
  case null
  /// bigint.
  case int8(Int64)
  /// text, varchar and the like.
  case text(String)
  /// bytea.
  case bytea([UInt8])
  /// bigint[] of one dimension.
  case int8Array([Int64])
  /// text[] of one dimension; `nil` is NULL.
  case textArray([String?])
  /// bytea[] of one dimension; `nil` is NULL.
  case byteaArray([[UInt8]?])

  /// The OID of the type, which never changes for a built-in type; 0 leaves it to the server.
  ///
  /// Source: pg_type.dat of PostgreSQL.
  var type: UInt32 {
    switch self {
    case .null: 0
    case .int8: TypeOID.int8
    case .text: TypeOID.text
    case .bytea: TypeOID.bytea
    case .int8Array: 1016
    case .textArray: 1009
    case .byteaArray: 1001
    }
  }

  /// How many bytes the value takes on the wire.
  var byteCount: Int {
    switch self {
    case .null: 0
    case .int8: 8
    case .text(let text): text.utf8.count
    case .bytea(let bytes): bytes.count
    case .int8Array(let values): BinaryArray.headerBytes + 12 * values.count
    case .textArray(let texts):
      texts.reduce(BinaryArray.headerBytes) { $0 + 4 + ($1?.utf8.count ?? 0) }
    case .byteaArray(let values):
      values.reduce(BinaryArray.headerBytes) { $0 + 4 + ($1?.count ?? 0) }
    }
  }

  /// Writes the value behind `buffer`. `byteCount` must be less than 2³¹.
  func append(to buffer: inout [UInt8]) {
    switch self {
    case .null: break
    case .int8(let value): buffer.append(bigEndian: value)
    case .text(let text): buffer.append(contentsOf: text.utf8)
    case .bytea(let bytes): buffer.append(contentsOf: bytes)
    case .int8Array(let values): BinaryArray.append(values, to: &buffer)
    case .textArray(let texts):
      BinaryArray.append(texts, type: TypeOID.text, to: &buffer) { $0.append(contentsOf: $1.utf8) }
    case .byteaArray(let values):
      BinaryArray.append(values, type: TypeOID.bytea, to: &buffer) { $0.append(contentsOf: $1) }
    }
  }
}

/// OIDs of built-in types.
///
/// Source: pg_type.dat of PostgreSQL.
enum TypeOID {
  static let bytea: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let text: UInt32 = 25
}
