import CPostgreSQL
import Glibc

/// One session with a server: bytes out and in, without blocking longer than told.
///
/// libpq is in its non-blocking mode throughout. A blocking one can stall for good: a server that cannot send its
/// results reads no more statements, and a client that cannot send its statements reads no results.
///
/// When a method throws, or `isLost`, the session is of no more use.
final class Session {
  private let library: PostgreSQLLibrary
  private let handle: OpaquePointer
  private var parameters = ParameterBuffer()
  /// The server has closed the connection; what it sent before may still be read.
  private var hasEnded = false

  private var functions: libpq_functions { library.functions.pointee }

  /// Opens a session.
  init(
    to address: String, library: PostgreSQLLibrary, timeouts: PostgreSQLTimeouts
  ) throws(PostgreSQLError) {
    let hosts = try Self.hostCount(address, library: library)
    // What comes before the address it can override, what comes behind it not.
    let options = [
      ("fallback_application_name", "article-service"),
      ("gssencmode", "disable"),
      ("keepalives_idle", "30"),
      ("keepalives_interval", "10"),
      ("keepalives_count", "3"),
      ("tcp_user_timeout", String(timeouts.unacknowledged.milliseconds)),
      ("dbname", address),
      ("client_encoding", "UTF8"),
    ]
    let started = withCStrings(options.map(\.0)) { keywords in
      withCStrings(options.map(\.1)) { library.functions.pointee.connect_start(keywords, $0, 1) }
    }
    guard let started else { throw PostgreSQLError(.outOfMemory) }
    (handle, self.library) = (started, library)
    // With this verbosity a refusal ends in its SQLSTATE, which libpq tells in no other way.
    _ = functions.set_error_verbosity(handle, Int32(LIBPQ_ERRORS_SQLSTATE))
    _ = functions.set_notice_receiver(handle, libpq_drop_notice, nil)
    try finishConnecting(by: .now + timeouts.connect * hosts)
    guard functions.set_nonblocking(handle, 1) == 0 else { throw PostgreSQLError(.connectionLost) }
  }

  deinit { functions.finish(handle) }

  /// Whether nothing more can be asked.
  var isLost: Bool { hasEnded || Int(functions.status(handle)) != LIBPQ_CONNECTION_OK }

  /// PQtransactionStatus.
  var transactionStatus: Int { Int(functions.transaction_status(handle)) }

  /// As in 150_018 for 15.18.
  var serverVersion: Int { Int(functions.server_version(handle)) }

  // MARK: Connecting

  /// The number of hosts in `address`.
  private static func hostCount(_ address: String, library: PostgreSQLLibrary) throws(PostgreSQLError) -> Int
  {
    var message: UnsafeMutablePointer<CChar>?
    let options = library.functions.pointee.conninfo_parse(address, &message)
    if let message { library.functions.pointee.free_memory(message) }
    guard let options else { throw PostgreSQLError(.invalidAddress) }
    defer { library.functions.pointee.conninfo_free(options) }
    var commas = 0
    var option = options
    while let keyword = option.pointee.keyword {
      if ["host", "hostaddr"].contains(String(cString: keyword)), let value = option.pointee.val {
        commas = max(commas, String(cString: value).utf8.count { $0 == UInt8(ascii: ",") })
      }
      option += 1
    }
    return commas + 1
  }

  private func finishConnecting(by deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
    var state = LIBPQ_POLLING_WRITING
    while state != LIBPQ_POLLING_OK {
      guard Int(functions.status(handle)) != LIBPQ_CONNECTION_BAD, state != LIBPQ_POLLING_FAILED else {
        throw refusal()
      }
      _ = try wait(for: state == LIBPQ_POLLING_READING ? POLLIN : POLLOUT, until: deadline)
      state = Int(functions.connect_poll(handle))
    }
  }

  /// Why there is no session: `…FATAL:  28P01` is all that libpq tells, the word in the server's language.
  private func refusal() -> PostgreSQLError {
    let message = functions.error_message(handle).map { String(cString: $0) } ?? ""
    let words = message.split(whereSeparator: \.isWhitespace)
    if let code = words.last, PostgreSQLError.isSQLState(code), words.dropLast().last?.hasSuffix(":") == true
    {
      return PostgreSQLError(sqlstate: String(code))
    }
    return PostgreSQLError(functions.needs_password(handle) == 1 ? .authentication : .connectionLost)
  }

  // MARK: Asking

  /// Runs one or several statements by the simple protocol and drops their rows. Throws on the first error, after the
  /// rest was read: the session may be used again unless `isLost`.
  func execute(_ sql: String, by deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
    guard functions.send_query(handle, sql) == 1 else { throw lost() }
    var failure: PostgreSQLError?
    while true {
      try awaitResult(by: deadline)
      guard let result = functions.get_result(handle) else { break }
      defer { functions.clear(result) }
      switch Int(functions.result_status(result)) {
      case LIBPQ_COMMAND_OK, LIBPQ_TUPLES_OK, LIBPQ_EMPTY_QUERY: break
      case LIBPQ_FATAL_ERROR: failure = failure ?? error(of: result)
      default: throw lost()
      }
      if isLost { break }
    }
    if let failure { throw failure }
    if isLost { throw lost() }
  }

  /// Runs `requests` with one sync behind the last; one result each. Throws on the first error, after the rest was
  /// read: the session may be used again unless `isLost`.
  func run(
    _ requests: [PostgreSQLPipeline.Request], by deadline: ContinuousClock.Instant
  ) throws(PostgreSQLError) -> [PostgreSQLResult] {
    guard functions.enter_pipeline_mode(handle) == 1 else { throw lost() }
    var answers = PipelineAnswers(count: requests.count)
    var unsent = 0
    for (index, request) in requests.enumerated() {
      guard send(request) else { throw lost() }
      answers.sent = index + 1
      unsent += parameters.bytes.count
      guard unsent >= Self.unsentBytesMax else { continue }
      unsent = 0
      while try sendMore(by: deadline) {
        while !hasEnded, answers.expectsMore, functions.is_busy(handle) == 0 { try take(into: &answers) }
      }
    }
    guard functions.pipeline_sync(handle) == 1 else { throw lost() }
    answers.isSynced = true
    while answers.expectsMore {
      try awaitResult(by: deadline)
      try take(into: &answers)
    }
    guard !isLost, functions.exit_pipeline_mode(handle) == 1 else { throw lost(behind: answers.failure) }
    if let failure = answers.failure { throw failure }
    return answers.results
  }

  /// Bytes of parameters handed to libpq before it is made to send them: as many as it keeps before it tries
  /// (OUTBUFFER_THRESHOLD of libpq-int.h).
  private static let unsentBytesMax = 65_536

  private func send(_ request: PostgreSQLPipeline.Request) -> Bool {
    switch request {
    case .prepare(let name, let sql): functions.send_prepare(handle, name, sql, 0, nil) == 1
    case .prepared(let name, let values):
      parameters.withParameters(values) { count, _, pointers, lengths, formats in
        functions.send_query_prepared(handle, name, count, pointers, lengths, formats, 1) == 1
      }
    case .query(let sql, let values):
      parameters.withParameters(values) { count, types, pointers, lengths, formats in
        functions.send_query_params(handle, sql, count, types, pointers, lengths, formats, 1) == 1
      }
    }
  }

  /// Reads one answer of a pipeline, which is there.
  private func take(into answers: inout PipelineAnswers) throws(PostgreSQLError) {
    guard let result = functions.get_result(handle) else {
      guard answers.endStatement() else { throw lost(behind: answers.failure) }
      return
    }
    switch Int(functions.result_status(result)) {
    case LIBPQ_COMMAND_OK, LIBPQ_TUPLES_OK, LIBPQ_EMPTY_QUERY:
      guard answers.add(PostgreSQLResult(result, functions: library.functions)) else { throw lost() }
    case LIBPQ_FATAL_ERROR:
      answers.fail(error(of: result, statement: answers.current))
      functions.clear(result)
      // What follows is of a connection that is gone.
      if isLost { throw lost(behind: answers.failure) }
    case LIBPQ_PIPELINE_ABORTED:
      functions.clear(result)
      guard answers.skip() else { throw lost() }
    case LIBPQ_PIPELINE_SYNC:
      functions.clear(result)
      guard answers.endPipeline() else { throw lost() }
    default:
      functions.clear(result)
      throw lost()
    }
  }

  private func error(of result: OpaquePointer, statement: Int? = nil) -> PostgreSQLError {
    guard let code = functions.result_error_field(result, Int32(LIBPQ_FIELD_SQLSTATE)) else {
      // libpq made the error itself: it cannot read on.
      return lost()
    }
    return PostgreSQLError(sqlstate: String(cString: code), statement: statement)
  }

  /// Notes that the session is of no more use; `first` is the error to tell if there was one before.
  private func lost(behind first: PostgreSQLError? = nil) -> PostgreSQLError {
    hasEnded = true
    return first ?? PostgreSQLError(.connectionLost)
  }

  // MARK: Bytes

  /// Waits until a result is there, or the end of the connection.
  private func awaitResult(by deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
    while !hasEnded, functions.is_busy(handle) == 1 {
      if try !sendMore(by: deadline), !hasEnded { try exchange(POLLIN, by: deadline) }
    }
  }

  /// Sends what the socket takes and, if something is left, waits until it takes more or something can be read. False
  /// when all has been sent or the connection has ended.
  ///
  /// Whether something is left is asked once, by the call that decides what to wait for: between two calls the
  /// socket may take the rest, and then the server waits for this side.
  private func sendMore(by deadline: ContinuousClock.Instant) throws(PostgreSQLError) -> Bool {
    guard !hasEnded else { return false }
    switch functions.flush(handle) {
    case 0: return false
    case 1:
      try exchange(POLLIN | POLLOUT, by: deadline)
      return true
    default:
      hasEnded = true
      return false
    }
  }

  /// Waits for one of `events` and reads what has come.
  private func exchange(_ events: Int32, by deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
    let ready = try wait(for: events, until: deadline)
    if ready & ~Int32(POLLOUT) != 0, functions.consume_input(handle) == 0 { hasEnded = true }
  }

  /// poll(2) on the socket; what it reports.
  private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws(PostgreSQLError)
    -> Int32
  {
    var entry = pollfd(fd: functions.socket(handle), events: Int16(events), revents: 0)
    guard entry.fd >= 0 else { throw lost() }
    while true {
      let left = deadline - .now
      guard left > .zero else { throw lost() }
      let count = poll(&entry, 1, left.milliseconds)
      if count > 0 { return Int32(entry.revents) }
      guard count == 0 || errno == EINTR else { throw lost() }
    }
  }
}

/// Calls `body` with `strings` as C has them, and a NULL behind the last.
private func withCStrings<Value>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let bytes = strings.flatMap(\.utf8CString)
  return bytes.withUnsafeBufferPointer { bytes in
    var pointers: [UnsafePointer<CChar>?] = []
    var start = 0
    for string in strings {
      pointers.append(bytes.baseAddress! + start)
      start += string.utf8.count + 1
    }
    return body(pointers + [nil])
  }
}
