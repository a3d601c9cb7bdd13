import CLinux
package import Dispatch
import Glibc

/// Waits by dispatch sources: what Dispatch I/O is measured against.
///
/// A source for reading on the socket and, once needed, one for writing on its duplicate, for the same reason as
/// there: on Linux both directions of one descriptor share a registration.
package final class DispatchSourceWait: SocketWait {
  private let queue: DispatchQueue
  private let socket: Int32
  private let reader: any DispatchSourceRead
  private var writer: (any DispatchSourceWrite)?
  private var sink: ((SocketWaitEvent) -> Void)?
  private var isReaderResumed = false, isWriterResumed = false
  private var openSources = 1
  private var unwritten: [UInt8] = []
  private var written = 0

  package init(socket: Int32, queue: DispatchQueue) {
    self.socket = socket
    self.queue = queue
    reader = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
  }

  package func open(_ sink: @escaping (SocketWaitEvent) -> Void) {
    self.sink = sink
    reader.setEventHandler { [self] in
      guard isReaderResumed else { return }
      reader.suspend()
      isReaderResumed = false
      self.sink?(.input(first: nil))
    }
    reader.setCancelHandler { [self] in
      Glibc.close(socket)
      sourceClosed()
    }
  }

  package func awaitInput() {
    guard !isReaderResumed else { return }
    isReaderResumed = true
    reader.resume()
  }

  package func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
    guard let writer = writer ?? makeWriter() else { return errno }
    unwritten = Array(bytes)
    written = 0
    isWriterResumed = true
    writer.resume()
    return nil
  }

  private func makeWriter() -> (any DispatchSourceWrite)? {
    let duplicate = clinux_duplicate(socket)
    guard duplicate >= 0 else { return nil }
    openSources += 1
    let source = DispatchSource.makeWriteSource(fileDescriptor: duplicate, queue: queue)
    source.setEventHandler { [self] in writeMore() }
    source.setCancelHandler { [self] in
      Glibc.close(duplicate)
      sourceClosed()
    }
    writer = source
    return source
  }

  private func writeMore() {
    guard isWriterResumed else { return }
    let count = unwritten.withUnsafeBytes {
      send(socket, $0.baseAddress! + written, $0.count - written, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
    if count < 0 {
      if errno != EAGAIN, errno != EINTR { sink?(.outputFailed(errno)) }
      return
    }
    written += count
    let left = unwritten.count - written
    if left == 0 {
      unwritten = []
      isWriterResumed = false
      writer?.suspend()
    }
    sink?(.wrote(left: left))
  }

  package func close(drops: Bool) {
    // A source that is suspended never runs its cancel handler.
    reader.cancel()
    if !isReaderResumed { reader.resume() }
    isReaderResumed = true
    guard let writer else { return }
    writer.cancel()
    if !isWriterResumed { writer.resume() }
    isWriterResumed = true
  }

  private func sourceClosed() {
    openSources -= 1
    guard openSources == 0 else { return }
    sink?(.closed)
    sink = nil
    reader.setEventHandler(handler: nil)
    writer?.setEventHandler(handler: nil)
  }
}
