public import Logging
import Synchronization

/// Where a service's log goes: into the journal with its fields, where standard error is connected to that; elsewhere as
/// lines on standard error. Standard output is the protocol's.
///
/// ```swift
/// let log = RPCLog.bootstrap(level: .info)
/// Logger(label: "echo").info("hello", metadata: ["conn": "3"])   // journalctl -o verbose: CONN=3
/// log.level = .debug                                             // for every logger, from now on
/// ```
public final class RPCLog: Sendable {
  private let shared: Atomic<Int>

  /// - Parameter level: what is less severe is not logged.
  private init(level: Logger.Level) { shared = Atomic(Self.rank(level)) }

  /// Makes this the log of the process; once, before the first logger.
  public static func bootstrap(level: Logger.Level) -> RPCLog {
    let log = RPCLog(level: level)
    let usesJournal = Journal.hasStandardError
    LoggingSystem.bootstrap { label in
      if usesJournal { return JournalLogHandler(label: label, log: log) }
      return StandardErrorLogHandler(label: label, log: log)
    }
    return log
  }

  /// The level of all loggers that have not been given one of their own.
  public var level: Logger.Level {
    get { Logger.Level.allCases[shared.load(ordering: .relaxed)] }
    set { shared.store(Self.rank(newValue), ordering: .relaxed) }
  }

  private static func rank(_ level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}

/// Lines on standard error, at the level of the process.
private struct StandardErrorLogHandler: LogHandler {
  private let log: RPCLog
  private var ownLevel: Logger.Level?
  private var stream: StreamLogHandler

  init(label: String, log: RPCLog) {
    self.log = log
    stream = StreamLogHandler.standardError(label: label)
  }

  var logLevel: Logger.Level {
    get { ownLevel ?? log.level }
    set { ownLevel = newValue }
  }
  var metadata: Logger.Metadata {
    get { stream.metadata }
    set { stream.metadata = newValue }
  }
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { stream[metadataKey: key] }
    set { stream[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) { stream.log(event: event) }
}

/// Entries of the journal. A field for each piece of metadata: METHOD, PEER_UID, CONN, REQUEST_ID, DURATION_USEC,
/// TRACEPARENT, ERROR_KIND; and the place in the program that wrote it.
///
/// Source: systemd.journal-fields(7).
private struct JournalLogHandler: LogHandler {
  private let label: String
  private let log: RPCLog
  private var ownLevel: Logger.Level?
  var metadata: Logger.Metadata = [:]

  init(label: String, log: RPCLog) {
    self.label = label
    self.log = log
  }

  var logLevel: Logger.Level {
    get { ownLevel ?? log.level }
    set { ownLevel = newValue }
  }
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields: [Journal.Field] = [
      .init("MESSAGE", event.message.description), .init("PRIORITY", "\(Self.priority(event.level))"),
      .init("LOGGER", label), .init("CODE_FILE", event.file), .init("CODE_LINE", "\(event.line)"),
      .init("CODE_FUNC", event.function),
    ]
    let all = event.metadata.map { own in metadata.merging(own) { $1 } } ?? metadata
    for (key, value) in all { fields.append(.init(Journal.fieldName(key), value.description)) }
    if Journal.send(fields) { return }
    // The journal is full or gone: the stream it reads may still be there.
    var stream = StandardErrorLogHandler(label: label, log: log)
    stream.metadata = metadata
    stream.log(event: event)
  }

  /// syslog(3)
  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}
