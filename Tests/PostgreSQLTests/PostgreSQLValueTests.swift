import Testing

@testable import PostgreSQL

extension ServerTests {
  @Suite struct Values {
    /// `value` as the server gives it back, and as it reads it.
    private func echo(_ value: PostgreSQLValue, _ type: String) throws -> PostgreSQLResult {
      let connection = try connect()
      try connection.prepare("echo", "SELECT $1::\(type), $1::\(type)::text, pg_typeof($1)::text")
      return try connection.run("echo", [value])
    }

    @Test("a number comes back", arguments: [0, 1, -1, .max, .min] as [Int64])
    func int8(_ number: Int64) throws {
      let result = try echo(.int8(number), "bigint")
      #expect(try result.int64(row: 0, column: 0) == number)
      #expect(try result.text(row: 0, column: 1) == String(number))
      #expect((result.rowCount, result.columnCount) == (1, 3))
    }

    @Test("smaller numbers are widened")
    func smaller() throws {
      let result = try connect().query("SELECT 7::smallint, -7::integer, 1::real, 'x'::text")
      #expect(try result.int64(row: 0, column: 0) == 7)
      #expect(try result.int64(row: 0, column: 1) == -7)
      for column in 2...3 {
        #expect(postgresError { _ = try result.int64(row: 0, column: column) }?.kind == .malformedResult)
      }
    }

    @Test(
      "a text comes back", arguments: ["", "한국어 기사 제목 “가”", "'; DROP TABLE x; --", "\u{1F1F0}\u{1F1F7}\n\t"])
    func text(_ text: String) throws {
      let result = try echo(.text(text), "text")
      #expect(try result.text(row: 0, column: 0) == text)
    }

    @Test("bytes come back", arguments: [[], [0], [0, 255, 39, 92]] as [[UInt8]])
    func bytea(_ bytes: [UInt8]) throws {
      let result = try echo(.bytea(bytes), "bytea")
      #expect(try result.bytes(row: 0, column: 0) == bytes)
      #expect(try result.withBytes(row: 0, column: 0) { $0?.count } == bytes.count)
    }

    @Test("a mebibyte comes back")
    func mebibyte() throws {
      let bytes: [UInt8] = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      // Compared outside of #expect, which would describe both.
      let isEqual = try echo(.bytea(bytes), "bytea").bytes(row: 0, column: 0) == bytes
      #expect(isEqual)
    }

    @Test(
      "an array of numbers comes back",
      arguments: [[], [5], [.min, 0, .max], Array(0..<1000)] as [[Int64]])
    func int8Array(_ numbers: [Int64]) throws {
      let result = try echo(.int8Array(numbers), "bigint[]")
      #expect(try result.int8Array(row: 0, column: 0) == numbers)
      #expect(try result.text(row: 0, column: 1) == "{\(numbers.map(String.init).joined(separator: ","))}")
    }

    @Test("arrays of numbers that are not plain are refused")
    func otherArrays() throws {
      let result = try connect().query(
        "SELECT '{1,NULL}'::bigint[], '{{1,2}}'::bigint[], '{1}'::integer[], 1::bigint")
      for column in 0...3 {
        #expect(postgresError { _ = try result.int8Array(row: 0, column: column) }?.kind == .malformedResult)
      }
    }

    @Test("arrays of texts and bytes are read as they were meant")
    func arrays() throws {
      let texts: [String?] = ["가나", nil, "", "a,\"b\""]
      #expect(try echo(.textArray(texts), "text[]").text(row: 0, column: 1) == #"{가나,NULL,"","a,\"b\""}"#)
      #expect(try echo(.textArray([]), "text[]").text(row: 0, column: 1) == "{}")
      let bytes: [[UInt8]?] = [[0, 255], nil, []]
      #expect(
        try echo(.byteaArray(bytes), "bytea[]").text(row: 0, column: 1) == #"{"\\x00ff",NULL,"\\x"}"#)
      #expect(try echo(.byteaArray([]), "bytea[]").text(row: 0, column: 1) == "{}")
    }

    @Test("arrays of one length become rows")
    func unnest() throws {
      let result = try connect().query(
        "SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[])",
        [.int8Array([1, 2]), .textArray(["하나", nil]), .byteaArray([nil, [2]])])
      #expect(result.rowCount == 2)
      #expect(try result.int64(row: 1, column: 0) == 2)
      #expect(try result.text(row: 0, column: 1) == "하나")
      #expect(try result.text(row: 1, column: 1) == nil)
      #expect(try result.bytes(row: 1, column: 2) == [2])
    }

    @Test(
      "NULL comes back as nil", arguments: ["bigint", "text", "bytea", "bigint[]"])
    func null(_ type: String) throws {
      let result = try echo(.null, type)
      #expect(try result.int64(row: 0, column: 0) == nil)
      #expect(try result.text(row: 0, column: 0) == nil)
      #expect(try result.bytes(row: 0, column: 0) == nil)
      #expect(try result.int8Array(row: 0, column: 0) == nil)
    }

    @Test(
      "what is outside of the rows and columns is an error",
      arguments: [(-1, 0), (1, 0), (0, -1), (0, 1), (.max, .min)])
    func outside(_ row: Int, _ column: Int) throws {
      let result = try connect().query("SELECT 1")
      #expect(postgresError { _ = try result.int64(row: row, column: column) }?.kind == .malformedResult)
    }

    @Test("a text with U+0000 and a value of another type are refused, by the server")
    func refused() throws {
      let connection = try connect()
      #expect(
        postgresError { _ = try connection.query("SELECT $1::text", [.text("a\0b")]) }?.sqlstate == "22021")
      try connection.prepare("small", "SELECT $1::integer")
      #expect(postgresError { _ = try connection.run("small", [.int8(1)]) }?.sqlstate == "22P03")
      #expect(connection.isConnected)
    }

    @Test("too many values are refused before they are sent")
    func tooMany() throws {
      let connection = try connect()
      let values = [PostgreSQLValue](repeating: .null, count: 65_536)
      #expect(postgresError { _ = try connection.query("SELECT 1", values) }?.kind == .tooLarge)
      #expect(try connection.query("SELECT 1").int64(row: 0, column: 0) == 1)
    }
  }
}

private func connect() throws -> PostgreSQLConnection { try ServerTests.connect() }
