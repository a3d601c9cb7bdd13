import Synchronization

/// Bytes that all connections together hold of frames that are not whole and of answers that are not read.
///
/// Each connection's own bounds would add up to more than any machine has; this one does not.
final class MemoryBudget: Sendable {
  private let held = Atomic(0)
  private let bytesMax: Int

  init(limits: RPCLimits) { bytesMax = limits.heldBytesMax }

  /// Notes that a connection holds `delta` bytes more, or fewer.
  func change(by delta: Int) { held.wrappingAdd(delta, ordering: .relaxed) }

  /// Whether more is held than may be: who holds much must let go.
  var isExceeded: Bool { held.load(ordering: .relaxed) > bytesMax }

  /// Bytes that are held.
  var bytes: Int { held.load(ordering: .relaxed) }
}
