import Dispatch
import Glibc

// The rules that these keep were each paid for; docs/decisions/0002-dispatch-io.md has them with the measurements:
// - One channel a direction, each on a descriptor of its own. One for both leaks and crashes under churn
//   (swift-corelibs-libdispatch#833).
// - `shutdown(2)` then `close()`; never `close(2)` but in the cleanup handler; no barriers.

/// Lets the cleanup handler of a channel reach its owner, which is not there yet when the handler is made.
private final class Cleanup { var run: (() -> Void)? }

extension DispatchIO {
  /// A channel on `descriptor`, which is closed when the channel is; then `cleanup` runs.
  fileprivate static func channel(
    _ descriptor: Int32, _ queue: DispatchQueue, _ cleanup: Cleanup
  ) -> DispatchIO {
    DispatchIO(type: .stream, fileDescriptor: descriptor, queue: queue) { _ in
      Glibc.close(descriptor)
      cleanup.run?()
      cleanup.run = nil
    }
  }
}

/// Waits for input by a read of one byte; the rest is taken by `recv(2)`.
///
/// Larger reads allocate a page or more for every message, and again for the EAGAIN behind it.
final class DispatchIOInput: InputWait {
  private let queue: DispatchQueue
  private let channel: DispatchIO
  private let cleanup = Cleanup()
  private var sink: ((InputEvent) -> Void)?

  init(socket: Int32, queue: DispatchQueue) {
    self.queue = queue
    channel = .channel(socket, queue, cleanup)
    // With the default a short message is not delivered.
    channel.setLimit(lowWater: 1)
  }

  func open(_ sink: @escaping (InputEvent) -> Void) {
    self.sink = sink
    // Keeps what listens until the descriptor is closed.
    cleanup.run = { sink(.closed) }
  }

  func arm() {
    var hasInput = false
    channel.read(offset: 0, length: 1, queue: queue) { [self] done, data, error in
      if let data, !data.isEmpty {
        hasInput = true
        // Never `data[i]`, which leaks its region (Swift 6.3.1 on Linux).
        var first: UInt8 = 0
        data.enumerateBytes { bytes, _, _ in first = bytes[0] }
        sink?(.ready(first: first))
      } else if error != 0 {
        sink?(.failed(error))
      } else if done, !hasInput {
        sink?(.ended)
      }
    }
  }

  func close(drops: Bool) {
    sink = nil
    channel.close(flags: drops ? .stop : [])
  }
}

/// Writes through a channel: one `DispatchData` for all that is left of an answer.
final class DispatchIOOutput: OutputWait {
  /// Bytes after which the owner hears that the peer reads.
  private static let progressBytes = 256 << 10

  private let queue: DispatchQueue
  private let channel: DispatchIO
  private let cleanup = Cleanup()
  private var sink: ((OutputEvent) -> Void)?

  init(descriptor: Int32, queue: DispatchQueue) {
    self.queue = queue
    channel = .channel(descriptor, queue, cleanup)
    channel.setLimit(lowWater: Self.progressBytes)
  }

  func open(_ sink: @escaping (OutputEvent) -> Void) {
    self.sink = sink
    // Keeps what listens until the descriptor is closed.
    cleanup.run = { sink(.closed) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) {
    channel.write(offset: 0, data: DispatchData(bytes: bytes), queue: queue) { [self] done, rest, error in
      if error != 0 {
        sink?(.failed(error))
      } else {
        sink?(.wrote(left: done ? 0 : max(1, rest?.count ?? 1)))
      }
    }
  }

  func close(drops: Bool) {
    sink = nil
    channel.close(flags: drops ? .stop : [])
  }
}
