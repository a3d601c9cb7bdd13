import Glibc

/// Keeps a second process from an index: a lock on the file `index.lock`, which ends with the process, however it ends.
///
/// SQLite lets several processes write in turn, but the keys in memory know only what their own process stored.
final class IndexLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of the index in `directory`.
  ///
  /// - Throws: ``IndexError/unavailable(_:retryable:)``, `inUse` when another process has it.
  init(directory: String) throws(IndexError) {
    descriptor = open(directory + "/index.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      switch errno {
      case ENOSPC, EDQUOT: throw .unavailable(.diskFull, retryable: true)
      case EIO: throw .unavailable(.inputOutput, retryable: true)
      default: throw .unavailable(.noAccess, retryable: false)
      }
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      Glibc.close(descriptor)
      throw .unavailable(.inUse, retryable: true)
    }
  }

  /// Gives the lock back before its end.
  func release() { flock(descriptor, LOCK_UN) }

  deinit { Glibc.close(descriptor) }
}
