import Synchronization

/// Bytes that all connections together hold of frames that are not whole and of answers that are not read.
///
/// Each connection's own bounds would add up to more than any machine has; this one does not.
final class MemoryBudget: Sendable {
  private let held = Atomic(0)
  private let bytesMax: Atomic<Int>

  init(limits: RPCLimits) { bytesMax = Atomic(limits.heldBytesMax) }

  func apply(_ limits: RPCLimits) { bytesMax.store(limits.heldBytesMax, ordering: .relaxed) }

  /// Notes that a connection holds `delta` bytes more, or fewer.
  func change(by delta: Int) { held.wrappingAdd(delta, ordering: .relaxed) }

  /// Whether more is held than may be: who holds much must let go.
  var isExceeded: Bool { held.load(ordering: .relaxed) > bytesMax.load(ordering: .relaxed) }

  /// Bytes that are held.
  var bytes: Int { held.load(ordering: .relaxed) }
}
