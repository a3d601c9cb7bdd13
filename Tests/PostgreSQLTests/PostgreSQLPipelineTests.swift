import Testing

@testable import PostgreSQL

extension ServerTests {
  @Suite struct Pipelines {
    /// A connection with a table and statements for it, of this session only.
    private func connection() throws -> PostgreSQLConnection {
      let connection = try ServerTests.connect()
      try connection.execute("CREATE TEMP TABLE t (id bigint PRIMARY KEY, title text)")
      try connection.prepare("put", "INSERT INTO t VALUES ($1::bigint, $2::text)")
      try connection.prepare("count", "SELECT count(*) FROM t")
      return connection
    }

    private func count(_ connection: PostgreSQLConnection) throws -> Int64? {
      try connection.run("count").int64(row: 0, column: 0)
    }

    @Test("a thousand statements give a thousand results in order")
    func thousand() throws {
      let connection = try connection()
      var pipeline = PostgreSQLPipeline()
      for number in 0..<500 {
        pipeline.append("put", [.int8(Int64(number)), .text("제목 \(number)")])
        pipeline.append("count")
      }
      let results = try connection.run(pipeline)
      #expect(results.count == 1000)
      for number in 0..<500 {
        #expect(results[2 * number].rowCount == 0)
        #expect(try results[2 * number + 1].int64(row: 0, column: 0) == Int64(number + 1))
      }
    }

    @Test("an empty pipeline and an empty statement do nothing")
    func empty() throws {
      let connection = try connection()
      #expect(try connection.run(PostgreSQLPipeline()).isEmpty)
      #expect(try connection.query("").rowCount == 0)
      try connection.execute("")
    }

    @Test("an error undoes the pipeline and the next one runs", arguments: [0, 1, 499, 998, 999])
    func failure(at place: Int) throws {
      let connection = try connection()
      _ = try connection.run("put", [.int8(-1), .text("")])
      var pipeline = PostgreSQLPipeline()
      for number in 0..<1000 { pipeline.append("put", [.int8(number == place ? -1 : Int64(number)), .null]) }
      let error = postgresError { try connection.run(pipeline) }
      #expect(error == PostgreSQLError(sqlstate: "23505", statement: place))
      #expect(connection.isConnected)
      #expect(try count(connection) == 1)
    }

    @Test("an error behind BEGIN leaves no transaction open, wherever BEGIN was")
    func transaction() throws {
      let connection = try connection()
      for inPipeline in [true, false] {
        var pipeline = PostgreSQLPipeline()
        if inPipeline { pipeline.append(sql: "BEGIN") } else { try connection.execute("BEGIN") }
        pipeline.append("put", [.int8(1), .null])
        pipeline.append("put", [.int8(1), .null])
        pipeline.append(sql: "COMMIT")
        #expect(postgresError { try connection.run(pipeline) }?.kind == .uniqueViolation)
        #expect(connection.isConnected && !connection.isInTransaction)
        #expect(try count(connection) == 0)
      }
      try connection.execute("BEGIN")
      #expect(connection.isInTransaction)
      let values = [PostgreSQLValue](repeating: .null, count: 65_536)
      #expect(postgresError { _ = try connection.run("put", values) }?.kind == .tooLarge)
      #expect(connection.isConnected && !connection.isInTransaction)
    }

    @Test("more bytes than all buffers hold go both ways at once")
    func large() throws {
      let connection = try ServerTests.connect()
      try connection.prepare("echo", "SELECT $1::bytea, $1::bytea")
      let bytes = [UInt8](repeating: 7, count: 262_144)
      var pipeline = PostgreSQLPipeline()
      for _ in 0..<200 { pipeline.append("echo", [.bytea(bytes)]) }
      let results = try connection.run(pipeline)
      #expect(results.count == 200)
      for result in results { #expect(try result.withBytes(row: 0, column: 1) { $0?.count } == bytes.count) }
    }

    @Test("an error in front of many large statements is told when they have been sent")
    func largeBehindFailure() throws {
      let connection = try connection()
      var pipeline = PostgreSQLPipeline()
      pipeline.append("put", [.int8(1), .null])
      pipeline.append("put", [.int8(1), .null])
      let text = String(repeating: "가", count: 100_000)
      for number in 2..<100 { pipeline.append("put", [.int8(Int64(number)), .text(text)]) }
      #expect(postgresError { try connection.run(pipeline) }?.statement == 1)
      #expect(try count(connection) == 0)
    }
  }
}
