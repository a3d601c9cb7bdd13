import CLinux
package import Dispatch
import Glibc

/// Waits by Dispatch I/O.
///
/// The rules it keeps were each paid for; docs/decisions/0002-dispatch-io.md has them with the measurements:
/// - Two descriptors, one read channel on the socket and one write channel on its duplicate. One for both leaks
///   and crashes under churn (swift-corelibs-libdispatch#833).
/// - A read of one byte is the wake-up; the rest is taken by `recv(2)`. Larger reads allocate a page or more for
///   every message and again for the EAGAIN behind it.
/// - `shutdown(2)` then `close()`; never `close(2)` but in the cleanup handler; no barriers.
package final class DispatchIOWait: SocketWait {
  private static let writeProgressBytes = 256 << 10

  private let queue: DispatchQueue
  private let socket: Int32
  private let reader: DispatchIO
  /// Made when the socket does not take all at once, which most answers never see.
  private var writer: DispatchIO?
  private var sink: ((SocketWaitEvent) -> Void)?
  /// Channels whose cleanup handler has not run yet.
  private var openChannels = 1
  private let cleanup = Cleanup()

  /// Lets the cleanup handler reach the object, which is not there yet when the handler is made.
  private final class Cleanup { var run: (() -> Void)? }

  package init(socket: Int32, queue: DispatchQueue) {
    self.socket = socket
    self.queue = queue
    reader = DispatchIO(type: .stream, fileDescriptor: socket, queue: queue) { [cleanup] _ in
      Glibc.close(socket)
      cleanup.run?()
    }
    // With the default a short message is not delivered.
    reader.setLimit(lowWater: 1)
    // Keeps the wait until both descriptors are closed; `channelClosed` breaks the cycle.
    cleanup.run = { [self] in channelClosed() }
  }

  package func open(_ sink: @escaping (SocketWaitEvent) -> Void) { self.sink = sink }

  package func awaitInput() {
    var hasInput = false
    reader.read(offset: 0, length: 1, queue: queue) { [self] done, data, error in
      if let data, !data.isEmpty {
        hasInput = true
        // Never `data[i]`, which leaks its region (Swift 6.3.1 on Linux).
        var first: UInt8 = 0
        data.enumerateBytes { bytes, _, _ in first = bytes[0] }
        sink?(.input(first: first))
      } else if error != 0 {
        sink?(.inputFailed(error))
      } else if done, !hasInput {
        sink?(.endOfInput)
      }
    }
  }

  package func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
    guard let writer = writer ?? makeWriter() else { return errno }
    writer.write(offset: 0, data: DispatchData(bytes: bytes), queue: queue) { [self] done, rest, error in
      if error != 0 {
        sink?(.outputFailed(error))
      } else {
        sink?(.wrote(left: done ? 0 : rest?.count ?? 0))
      }
    }
    return nil
  }

  private func makeWriter() -> DispatchIO? {
    let duplicate = clinux_duplicate(socket)
    guard duplicate >= 0 else { return nil }
    openChannels += 1
    let channel = DispatchIO(type: .stream, fileDescriptor: duplicate, queue: queue) { [cleanup] _ in
      Glibc.close(duplicate)
      cleanup.run?()
    }
    channel.setLimit(lowWater: Self.writeProgressBytes)
    writer = channel
    return channel
  }

  package func close(drops: Bool) {
    let flags: DispatchIO.CloseFlags = drops ? .stop : []
    reader.close(flags: flags)
    writer?.close(flags: flags)
  }

  private func channelClosed() {
    openChannels -= 1
    guard openChannels == 0 else { return }
    sink?(.closed)
    sink = nil
    cleanup.run = nil
  }
}
