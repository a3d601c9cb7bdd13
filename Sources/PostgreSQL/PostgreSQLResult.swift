import CPostgreSQL

/// The rows of one statement, in PostgreSQL's binary format.
///
/// It lives on when its connection has gone. What it holds comes from a server: a value that is not there or not of
/// the shape asked for throws ``PostgreSQLError`` of the kind `malformedResult`; nothing traps. Rows and columns count
/// from 0.
public final class PostgreSQLResult {
  private let functions: UnsafePointer<libpq_functions>
  private let handle: OpaquePointer

  /// The number of rows; 0 for a statement that gives none.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int

  /// Takes over `handle`.
  init(_ handle: OpaquePointer, functions: UnsafePointer<libpq_functions>) {
    (self.handle, self.functions) = (handle, functions)
    rowCount = Int(functions.pointee.ntuples(handle))
    columnCount = Int(functions.pointee.nfields(handle))
  }

  deinit { functions.pointee.clear(handle) }

  /// A smallint, integer or bigint; `nil` for NULL.
  public func int64(row: Int, column: Int) throws(PostgreSQLError) -> Int64? {
    try decode(row, column) { bytes in
      switch functions.pointee.ftype(handle, Int32(column)) {
      case TypeOID.int8 where bytes.count == 8: bytes.bigEndian(Int64.self, at: 0)
      case TypeOID.int4 where bytes.count == 4: bytes.bigEndian(Int32.self, at: 0).map(Int64.init)
      case TypeOID.int2 where bytes.count == 2: bytes.bigEndian(Int16.self, at: 0).map(Int64.init)
      default: nil
      }
    }
  }

  /// A text or anything else that is UTF-8 on the wire, such as varchar and json; `nil` for NULL.
  public func text(row: Int, column: Int) throws(PostgreSQLError) -> String? {
    try decode(row, column) { String(validating: $0, as: UTF8.self) }
  }

  /// A copy of the bytes of a bytea, or those of another type as they were sent; `nil` for NULL.
  public func bytes(row: Int, column: Int) throws(PostgreSQLError) -> [UInt8]? {
    try decode(row, column) { Array($0) }
  }

  /// A bigint[] of one dimension without NULLs; `nil` for NULL.
  public func int8Array(row: Int, column: Int) throws(PostgreSQLError) -> [Int64]? {
    try decode(row, column) { BinaryArray.int8($0) }
  }

  /// Calls `body` with the bytes in place, `nil` for NULL; they live during the call.
  public func withBytes<Value>(
    row: Int, column: Int, _ body: (UnsafeRawBufferPointer?) -> Value
  ) throws(PostgreSQLError) -> Value {
    guard (0..<rowCount).contains(row), (0..<columnCount).contains(column),
      functions.pointee.fformat(handle, Int32(column)) == 1
    else { throw PostgreSQLError(.malformedResult) }
    guard functions.pointee.getisnull(handle, Int32(row), Int32(column)) == 0 else { return body(nil) }
    let length = Int(functions.pointee.getlength(handle, Int32(row), Int32(column)))
    guard length >= 0, let start = functions.pointee.getvalue(handle, Int32(row), Int32(column)) else {
      throw PostgreSQLError(.malformedResult)
    }
    return withExtendedLifetime(self) { body(UnsafeRawBufferPointer(start: start, count: length)) }
  }

  /// `body` gives `nil` for bytes that are not of its type.
  private func decode<Value>(
    _ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value?
  ) throws(PostgreSQLError) -> Value? {
    let value = try withBytes(row: row, column: column) { bytes in
      bytes.map { body($0).map(Result.success) ?? .failure(PostgreSQLError(.malformedResult)) }
    }
    return try value?.get()
  }
}
