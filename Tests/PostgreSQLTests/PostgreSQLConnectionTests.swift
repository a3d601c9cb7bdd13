import Foundation
import Synchronization
import TestSupport
import Testing

@testable import PostgreSQL

extension ServerTests {
  @Suite struct Connections {
    @Test("a connection knows its server and closes")
    func connects() throws {
      let connection = try connect()
      #expect(connection.isConnected)
      #expect(connection.serverVersion >= 140_000)
      #expect(try connection.query("SHOW client_encoding").text(row: 0, column: 0) == "UTF8")
      #expect(try connection.query("SHOW statement_timeout").text(row: 0, column: 0) == "5s")
      connection.close()
      #expect(!connection.isConnected)
      #expect(postgresError { try connection.execute("SELECT 1") }?.kind == .connectionLost)
      try connection.reset()
      try connection.execute("SELECT 1")
    }

    @Test(
      "an address that cannot be read is said to be so",
      arguments: ["postgresql://[::1", "postgresql://x?no=such", "host", "postgresql:///%zz"])
    func invalidAddress(_ address: String) {
      let error = postgresError { _ = try PostgreSQLConnection(to: address, library: .load()) }
      #expect(error?.kind == .invalidAddress)
    }

    @Test("where nobody listens, and where nobody answers, the connection is lost in time")
    func unreachable() async throws {
      var timeouts = PostgreSQLTimeouts()
      timeouts.connect = .milliseconds(300)
      let library = try PostgreSQLLibrary.load()
      let nobody = postgresError {
        _ = try PostgreSQLConnection(to: "postgresql://u:secret@/d?host=/nonexistent", library: library)
      }
      #expect(nobody?.kind == .connectionLost)
      #expect(nobody?.description.contains("nonexistent") == false)

      // A listener that takes connections and says nothing.
      let directory = TemporaryDirectory()
      let listener = try silentListener(directory.file(".s.PGSQL.5432"))
      defer { close(listener) }
      let time = ContinuousClock().measure {
        let silent = postgresError {
          _ = try PostgreSQLConnection(
            to: "postgresql://u@/d?host=\(directory.path)", library: library, timeouts: timeouts)
        }
        #expect(silent?.kind == .connectionLost)
      }
      #expect(time >= .milliseconds(300) && time < .seconds(20))
    }

    @Test("of several hosts the one that answers is taken")
    func hosts() throws {
      let cluster = try #require(SharedCluster.current)
      let connection = try PostgreSQLConnection(
        to: "postgresql:///postgres?user=postgres&host=/nonexistent,\(cluster.directory)", library: .load())
      #expect(connection.isConnected)
    }

    @Test("a wrong password, a missing one and an unknown database are told apart")
    func refusals() throws {
      try connect().execute("CREATE USER guarded PASSWORD 'open sesame'")
      #expect(try ServerTests.connect(user: "guarded", password: "open%20sesame").isConnected)
      let wrong = postgresError { _ = try ServerTests.connect(user: "guarded", password: "no") }
      #expect(wrong?.kind == .authentication)
      #expect(wrong?.sqlstate == "28P01")
      let missing = postgresError { _ = try ServerTests.connect(user: "guarded") }
      #expect(missing?.kind == .authentication)
      let address = try #require(SharedCluster.current).address
      let unknown = postgresError {
        _ = try PostgreSQLConnection(to: address + "&dbname=nowhere", library: .load())
      }
      #expect(unknown?.kind == .undefined("3D000"))
    }

    @Test("errors have their kinds, and the connection goes on")
    func errors() throws {
      let connection = try connect()
      try connection.execute("CREATE TEMP TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (1)")
      let duplicate = postgresError { try connection.execute("INSERT INTO t VALUES (1)") }
      #expect(duplicate?.kind == .uniqueViolation)
      #expect(duplicate?.description == "a row with that key is there (SQLSTATE 23505)")
      let readOnly = postgresError {
        try connection.execute("BEGIN READ ONLY; CREATE TABLE other (id bigint)")
      }
      #expect(readOnly?.kind == .readOnly)
      #expect(!connection.isInTransaction)
      let serialization = postgresError {
        try connection.execute("DO $$ BEGIN RAISE serialization_failure; END $$")
      }
      #expect(serialization?.kind == .serialization)
      #expect(try connection.query("SELECT count(*) FROM t").int64(row: 0, column: 0) == 1)
    }

    @Test("a statement that takes too long is given up by the server")
    func statementTimeout() throws {
      var timeouts = PostgreSQLTimeouts()
      timeouts.statement = .milliseconds(50)
      let connection = try ServerTests.connect(timeouts: timeouts)
      let error = postgresError { _ = try connection.query("SELECT pg_sleep(60)") }
      #expect(error?.kind == .timeout)
      #expect(error?.sqlstate == "57014")
      #expect(try connection.query("SELECT 1").int64(row: 0, column: 0) == 1)
    }

    @Test("a server that does not answer is given up")
    func callTimeout() throws {
      let connection = try connect()
      let time = ContinuousClock().measure {
        let error = postgresError { try connection.execute("SELECT pg_sleep(4)", within: .milliseconds(200)) }
        #expect(error?.kind == .connectionLost)
      }
      #expect(time < .seconds(3))
      #expect(!connection.isConnected)
      try connection.reset()
      #expect(connection.isConnected)
    }

    @Test("a session that the server ends is seen, and a new one has what was prepared")
    func terminated() throws {
      let connection = try connect()
      try connection.prepare("add", "SELECT $1::bigint + $2::bigint")
      let process = try #require(
        try connection.query("SELECT pg_backend_pid()::bigint").int64(row: 0, column: 0))
      // With a time-out it returns when the other has ended.
      _ = try connect().query("SELECT pg_terminate_backend($1::bigint::integer, 10000)", [.int8(process)])
      let error = postgresError { _ = try connection.run("add", [.int8(1), .int8(2)]) }
      #expect(error?.kind == .adminShutdown)
      #expect(!connection.isConnected)
      try connection.reset()
      #expect(try connection.run("add", [.int8(1), .int8(2)]).int64(row: 0, column: 0) == 3)
    }

    @Test("a statement that cannot be prepared is not prepared again")
    func prepareFails() throws {
      let connection = try connect()
      #expect(
        postgresError { try connection.prepare("bad", "SELECT nothing FROM nowhere") }?.sqlstate == "42P01")
      #expect(postgresError { try connection.prepare("two", "SELECT 1; SELECT 2") }?.sqlstate == "42601")
      #expect(postgresError { _ = try connection.run("bad") }?.sqlstate == "26000")
      try connection.reset()
    }

    @Test("COPY, which this cannot do, ends the session and no more")
    func copy() throws {
      let connection = try connect()
      for sql in ["COPY (SELECT 1) TO STDOUT", "COPY pg_class FROM STDIN"] {
        #expect(postgresError { try connection.execute(sql) }?.kind == .connectionLost)
        #expect(!connection.isConnected)
        try connection.reset()
        #expect(postgresError { _ = try connection.query(sql) } != nil)
        try connection.reset()
      }
    }

    @Test("eight threads have a connection each")
    func parallel() throws {
      let cluster = try #require(SharedCluster.current)
      let library = try PostgreSQLLibrary.load()
      let sums = Mutex<[Int64]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        do {
          let connection = try PostgreSQLConnection(to: cluster.address, library: library)
          try connection.prepare("add", "SELECT $1::bigint + 1")
          var sum: Int64 = 0
          for _ in 0..<20 {
            var pipeline = PostgreSQLPipeline()
            for number in 0..<50 { pipeline.append("add", [.int8(Int64(thread * number))]) }
            for result in try connection.run(pipeline) { sum += try result.int64(row: 0, column: 0) ?? 0 }
          }
          sums.withLock { $0.append(sum) }
        } catch {
          Issue.record(error)
        }
      }
      #expect(sums.withLock { $0.sorted() } == (0..<8).map { 20 * (50 + $0 * 1225) })
    }
  }

  @Suite struct Losses {
    @Test(
      "a server that is killed is noticed, and one that is started again is reached",
      arguments: [false, true])
    func killed(inTheMiddle: Bool) throws {
      let cluster = try PostgreSQLCluster()
      defer { cluster.remove() }
      let connection = try PostgreSQLConnection(to: cluster.address, library: .load())
      try connection.execute("CREATE TABLE t (id bigint)")
      try connection.prepare("put", "INSERT INTO t VALUES ($1::bigint)")
      _ = try connection.run("put", [.int8(1)])

      var pipeline = PostgreSQLPipeline()
      pipeline.append("put", [.int8(2)])
      if inTheMiddle { pipeline.append(sql: "SELECT pg_sleep(4)") }
      let killer = Thread { try? cluster.stop(.killed) }
      if inTheMiddle { killer.start() } else { try cluster.stop(.killed) }
      let error = postgresError { try connection.run(pipeline) }
      #expect(error?.kind == .connectionLost)
      #expect(!connection.isConnected)
      while inTheMiddle, !killer.isFinished { usleep(1000) }
      #expect(postgresError { try connection.reset() }?.kind == .connectionLost)

      try cluster.start()
      try connection.reset()
      _ = try connection.run("put", [.int8(3)])
      let ids = try connection.query("SELECT array_agg(id ORDER BY id) FROM t").int8Array(row: 0, column: 0)
      #expect(ids == [1, 3])
    }

    @Test("a full server and one that is shut down say so")
    func shutDown() throws {
      let cluster = try PostgreSQLCluster(settings: [
        "max_connections = 4", "superuser_reserved_connections = 1",
      ])
      defer { cluster.remove() }
      let library = try PostgreSQLLibrary.load()
      var connections = try (0..<4).map { _ in try PostgreSQLConnection(to: cluster.address, library: library)
      }
      let full = postgresError { _ = try PostgreSQLConnection(to: cluster.address, library: library) }
      #expect(full?.kind == .tooManyConnections)
      try cluster.restart(.fast)
      #expect(postgresError { try connections[0].execute("SELECT 1") }?.kind == .adminShutdown)
      #expect(postgresError { _ = try connections[1].query("SELECT 1") }?.kind == .adminShutdown)
      #expect(connections.map(\.isConnected) == [false, false, true, true])
      connections = []
    }
  }
}

private func connect() throws -> PostgreSQLConnection { try ServerTests.connect() }

/// A Unix socket that listens; nobody accepts.
private func silentListener(_ path: String) throws -> Int32 {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  let result = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  try #require(result == 0 && listen(descriptor, 1) == 0)
  return descriptor
}
