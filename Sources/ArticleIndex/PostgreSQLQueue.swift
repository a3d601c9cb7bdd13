import ArticleDedupe
import Synchronization

/// The articles that wait for the writer, in the order they came.
final class PostgreSQLQueue: Sendable {
  typealias Continuation = CheckedContinuation<DedupeReport, any Error>

  struct Entry {
    let addition: PostgreSQLAddition
    fileprivate let number: UInt64
    let continuation: Continuation
  }

  private struct State {
    var entries: [Entry] = []
    var lastNumber: UInt64 = 0
    /// Whether the writer has been told, so that it will look.
    var isScheduled = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let pendingMax: Int
  private let link: PostgreSQLLinkState

  init(pendingMax: Int, link: PostgreSQLLinkState) { (self.pendingMax, self.link) = (pendingMax, link) }

  /// Waits until the article has been stored by the writer, which `schedule` tells that there is work.
  ///
  /// - Throws: ``IndexError``; `CancellationError` if the task was cancelled before the writer took the article.
  func add(_ addition: PostgreSQLAddition, schedule: () -> Void) async throws -> DedupeReport {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    // Else the writer may take it before it is cancelled below.
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        append(Entry(addition: addition, number: number, continuation: continuation), schedule: schedule)
        if Task.isCancelled { cancel(number) }
      }
    } onCancel: {
      cancel(number)
    }
  }

  private func append(_ entry: Entry, schedule: () -> Void) {
    let isAway = link.isDownForLong
    let (refusal, isFirst) = state.withLock { state -> (IndexError?, Bool) in
      guard !state.isClosed else { return (.unavailable(.lost, retryable: false), false) }
      guard state.entries.count < pendingMax else { return (.unavailable(.busy, retryable: true), false) }
      // Somebody is trying already: the rest need not wait with it for a server that is away.
      guard !(isAway && state.isScheduled) else { return (.unavailable(.lost, retryable: true), false) }
      state.entries.append(entry)
      defer { state.isScheduled = true }
      return (nil, !state.isScheduled)
    }
    if let refusal { entry.continuation.resume(throwing: refusal) }
    if isFirst { schedule() }
  }

  private func cancel(_ number: UInt64) {
    let entry = state.withLock { state in
      state.entries.firstIndex { $0.number == number }.map { state.entries.remove(at: $0) }
    }
    entry?.continuation.resume(throwing: CancellationError())
  }

  /// The next articles, at most `count`.
  func take(_ count: Int) -> [Entry] {
    state.withLock { state in
      let taken = Array(state.entries.prefix(count))
      state.entries.removeFirst(taken.count)
      return taken
    }
  }

  /// Whether there is more to take; if not, the next article will be told of.
  func hasMore() -> Bool {
    state.withLock { state in
      state.isScheduled = !state.entries.isEmpty
      return state.isScheduled
    }
  }

  /// Refuses what comes from now on. What waits is stored.
  func close() { state.withLock { $0.isClosed = true } }
}
