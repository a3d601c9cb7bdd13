import Dispatch
import GRDB
import Synchronization

/// Keeps the file of keys recent, so that a start after a crash need not read every article either.
///
/// It is written when an eighth as many rows as it holds, and at least ``every``, came after it: the work for it stays a
/// small part of that for the rows.
final class KeyFileKeeper: Sendable {
  private struct State {
    var writtenRow: UInt32
    var isWriting = false
  }

  private let pool: DatabasePool
  private let table: SearchTable
  private let file: KeyFile
  private let every: Int
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "index.keys", qos: .utility)

  /// - Parameter every: for how many new rows at least the file is written.
  init(_ pool: DatabasePool, _ table: SearchTable, _ file: KeyFile, every: Int) {
    self.pool = pool
    self.table = table
    self.file = file
    self.every = every
    state = Mutex(State(writtenRow: table.committedRow))
  }

  /// Has the file written in the background where enough has changed, or where `isForced`.
  func keep(isForced: Bool = false) {
    let row = table.committedRow
    let starts = state.withLock { state in
      let isDue = Int(row) - Int(state.writtenRow) >= max(every, Int(state.writtenRow) / 8)
      guard isDue || isForced, !state.isWriting else { return false }
      state.isWriting = true
      state.writtenRow = row
      return true
    }
    guard starts else { return }
    queue.async {
      // Without it the next start takes longer, and that is all.
      try? SQLiteKeys.write(self.pool, self.table, self.file)
      self.state.withLock { $0.isWriting = false }
    }
  }

  /// Writes the file after what is under way, then runs `body`.
  func finish(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        try? SQLiteKeys.write(self.pool, self.table, self.file)
        continuation.resume(with: Result { try body() })
      }
    }
  }
}
