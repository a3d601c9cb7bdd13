/// Statements that go to the server together and cost one round trip.
///
/// Without a BEGIN of its own a pipeline is one transaction: all is done or, after an error, nothing.
///
/// Source: https://www.postgresql.org/docs/15/libpq-pipeline-mode.html.
public struct PostgreSQLPipeline: Sendable {
  /// One message to the server; each gives one result.
  enum Request: Sendable {
    case prepare(name: String, sql: String)
    case prepared(name: String, [PostgreSQLValue])
    case query(sql: String, [PostgreSQLValue])
  }

  private(set) var requests: [Request] = []

  /// An empty pipeline.
  public init() {}

  init(_ requests: [Request]) { self.requests = requests }

  /// How many statements there are.
  public var count: Int { requests.count }

  /// Adds the prepared statement `name` with `values` for $1, $2 and so on.
  public mutating func append(_ name: String, _ values: [PostgreSQLValue] = []) {
    requests.append(.prepared(name: name, values))
  }

  /// Adds one statement that is not prepared, such as BEGIN.
  public mutating func append(sql: String, _ values: [PostgreSQLValue] = []) {
    requests.append(.query(sql: sql, values))
  }

  /// Throws when a statement has more values than it can carry.
  func check() throws(PostgreSQLError) {
    for (index, request) in requests.enumerated() {
      switch request {
      case .prepare: break
      case .prepared(_, let values), .query(_, let values):
        guard ParameterBuffer.fits(values) else { throw PostgreSQLError(.tooLarge, statement: index) }
      }
    }
  }
}
