import ArticleDedupe
import Synchronization

/// By what the stored articles are found: the keys in memory, shared by the writer and all who look.
///
/// The writer adds the keys of an article before its transaction is committed, so that the next article of the same
/// transaction finds it. Until then nobody else sees rows above ``committedRow``. What a transaction removes is taken out
/// when it is committed.
final class SearchTable: Sendable {
  private struct State: Sendable {
    var keys: KeyTable
    var committedRow: UInt32
  }

  private let state: Mutex<State>

  init(_ keys: KeyTable, committedRow: UInt32) {
    state = Mutex(State(keys: keys, committedRow: committedRow))
  }

  /// The largest row that readers see.
  var committedRow: UInt32 { state.withLock(\.committedRow) }

  /// What the keys take in memory.
  var bytes: Int { state.withLock { $0.keys.bytes } }

  /// Calls `body` with each row noted for `key`, up to `last`.
  func forEachRow(_ key: IndexKey, upTo last: UInt32, _ body: (UInt32) -> Void) {
    state.withLock { state in
      state.keys.forEachRow(key) { row in if row <= last { body(row) } }
    }
  }

  /// Notes the keys of an article that is not committed yet.
  func insert(_ keys: [IndexKey], _ row: UInt32) {
    state.withLock { state in
      for key in keys { state.keys.insert(key, row) }
    }
  }

  /// Takes keys out.
  func remove(_ keys: [IndexKey], _ row: UInt32) {
    state.withLock { state in
      for key in keys { state.keys.remove(key, row) }
    }
  }

  /// Lets everyone see the rows up to `row`.
  func commit(upTo row: UInt32) {
    state.withLock { $0.committedRow = max($0.committedRow, row) }
  }

  /// Reads a segment of the keys: nothing else is done meanwhile, so `body` is to be short.
  func withSegment(_ index: Int, _ body: (_ homes: Int, _ slots: UnsafeRawBufferPointer) -> Void) {
    state.withLock { $0.keys.withSegment(index, body) }
  }
}
