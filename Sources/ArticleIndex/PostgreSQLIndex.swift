public import ArticleDedupe
import Foundation
import PostgreSQL
import Synchronization

/// The durable index on a PostgreSQL server, which many services may share.
///
/// An `add` that was answered has been committed by the server. Look and store are one transaction that locks what it
/// looks at, so of two adders of one text, in whichever services, exactly one finds it new. The adds of a process pass
/// through one connection, which commits what has gathered in one go; checks have two others.
///
/// When the server is away, calls fail as `lost` and can be tried again; the index connects anew by itself. An add whose
/// COMMIT was not answered is looked for on the next connection and never stored twice.
///
/// Not through a pooler that gives each transaction another session (PgBouncer's transaction mode): statements are
/// prepared for the session.
public final class PostgreSQLIndex: DurableIndex {
  let writer: PostgreSQLWriter
  let readers: PostgreSQLReaders
  private let queue: PostgreSQLQueue
  private let meter = CPUMeter()

  /// CPU seconds that looking up and storing articles has taken in this process so far, other than the server's.
  public var cpuSeconds: Double { meter.seconds }
  private let isClosed = Atomic(false)

  /// Connects to a server and makes or migrates the tables, which lie in the schema `article_index`. Blocks.
  ///
  /// - Parameters:
  ///   - address: a connection URI (`postgresql://…`) as libpq takes it; its parameter `article_isolation` is
  ///     ``PostgreSQLIndexOptions/isolation``.
  ///   - options: what keeps writers apart, how long it is patient, and its bounds.
  /// - Throws: ``IndexError/unavailable(_:retryable:)``: `noAccess` for an address that cannot be read, a user that is
  ///   refused or no libpq; `lost` when no server answers; `foreign` for tables of a newer version.
  public init(address: String, options: PostgreSQLIndexOptions = .init()) throws(IndexError) {
    let address = try PostgreSQLAddress(address)
    do {
      let state = PostgreSQLLinkState()
      let link = try PostgreSQLLink(
        to: address.server, address.isolation ?? options.isolation, options, state: state)
      readers = PostgreSQLReaders(link.place, state: PostgreSQLLinkState())
      queue = PostgreSQLQueue(pendingMax: options.pendingMax, link: state)
      writer = PostgreSQLWriter(link, queue, BlockingQueue(label: "index.write"), meter)
    } catch {
      throw IndexError(error)
    }
  }

  /// Looks an article up and, with `.add`, stores it in the same atomic step.
  public func dedupe(
    _ article: DedupeInput, mode: DedupeMode, limit: Int, replace: Bool
  ) async throws -> DedupeReport {
    try await mappingIndexErrors {
      try checkOpen()
      let publishedAt = try PublicationTime.validate(article.publishedAt)
      let limit = max(0, min(limit, ArticleIndexLimits.matches))
      if mode == .add, article.id == nil { throw IndexError.idRequired }
      let query = meter.measure { PreparedArticle(paragraphs: article.paragraphs) }
      guard mode == .add, let id = article.id else {
        return try await look(query, id: article.id, limit: limit)
      }
      let addition = PostgreSQLAddition(
        id: id, query: query, publishedAt: publishedAt, addedAt: Int64(Date().timeIntervalSince1970),
        limit: limit,
        replace: replace)
      return try await queue.add(addition) { [writer] in Task { await writer.work() } }
    }
  }

  /// Forgets an article; `false` when the id is not known. Of the articles it stood for, the oldest takes its place.
  public func remove(id: String) async throws -> Bool {
    try await mappingIndexErrors {
      try checkOpen()
      try Task.checkCancellation()
      return try await writer.remove(id: Array(id.utf8))
    }
  }

  /// Throws unless the server answers, is of this version and takes writes.
  public func checkHealth() async throws {
    try await mappingIndexErrors {
      try checkOpen()
      try await readers.read { connection, _ in
        let state = try connection.run(PostgreSQLStatement.health.rawValue)
        guard try state.int64(row: 0, column: 1) == PostgreSQLSchema.version else {
          throw IndexError.unavailable(.foreign, retryable: false)
        }
        guard try state.int64(row: 0, column: 0) == 0 else {
          throw IndexError.unavailable(.readOnly, retryable: true)
        }
      }
    }
  }

  /// Stores what waits to be stored and ends the sessions; later calls fail.
  public func close() async throws {
    isClosed.store(true, ordering: .relaxed)
    queue.close()
    await writer.close()
    await readers.close()
  }

  func checkOpen() throws(IndexError) {
    guard !isClosed.load(ordering: .relaxed) else { throw .unavailable(.lost, retryable: false) }
  }

  /// Looks in a snapshot, with two round trips.
  private func look(_ query: PreparedArticle, id: String?, limit: Int) async throws -> DedupeReport {
    let lookup = try await readers.read { connection, _ in
      try meter.measure {
        let keys = PostgreSQLBatch.keys([query.lookupKeys])
        var sketches = PostgreSQLSketches()
        var pipeline = PostgreSQLPipeline()
        pipeline.append(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        pipeline.append(.postings, [.int8Array(keys.keys.sorted())])
        try sketches.take(postings: connection.run(pipeline)[1], keys: keys)
        let candidates = query.sketch.length > 0 ? try ArticleLookup.candidates(query, in: sketches) : []
        pipeline = PostgreSQLPipeline()
        pipeline.append(.articles, [.int8Array(candidates.map(Int64.init))])
        pipeline.append(sql: "COMMIT")
        try sketches.take(articles: connection.run(pipeline)[0])
        return try ArticleLookup(query, in: sketches)
      }
    }
    return lookup.report(id: id, canonicalId: lookup.canonical?.id, added: false, limit: limit, query)
  }
}
