import Dispatch
import Glibc

/// Waits for input by a dispatch source that is resumed for one event at a time.
final class SourceInput: InputWait {
  private let source: any DispatchSourceRead
  private let socket: Int32
  private var isResumed = false
  private var isClosed = false

  init(socket: Int32, queue: DispatchQueue) {
    self.socket = socket
    source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
  }

  func open(_ sink: @escaping (InputEvent) -> Void) {
    // The handlers keep what listens until the descriptor is closed: a cancelled source lets go of its handlers.
    source.setEventHandler { [self] in
      guard isResumed, !isClosed else { return }
      isResumed = false
      source.suspend()
      sink(.ready(first: nil))
    }
    source.setCancelHandler { [socket] in
      Glibc.close(socket)
      sink(.closed)
    }
  }

  func arm() {
    guard !isResumed, !isClosed else { return }
    isResumed = true
    source.resume()
  }

  func close(drops: Bool) {
    guard !isClosed else { return }
    isClosed = true
    source.cancel()
    // A source that is suspended never runs its cancel handler.
    if !isResumed { source.resume() }
  }
}

/// Writes as a dispatch source says that there is room.
final class SourceOutput: OutputWait {
  private let source: any DispatchSourceWrite
  private let descriptor: Int32
  private var sink: ((OutputEvent) -> Void)?
  private var isResumed = false
  private var isClosed = false
  private var unwritten: [UInt8] = []
  private var written = 0

  init(descriptor: Int32, queue: DispatchQueue) {
    self.descriptor = descriptor
    source = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
  }

  func open(_ sink: @escaping (OutputEvent) -> Void) {
    self.sink = sink
    source.setEventHandler { [self] in writeMore() }
    source.setCancelHandler { [descriptor] in
      Glibc.close(descriptor)
      sink(.closed)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) {
    unwritten = Array(bytes)
    written = 0
    guard !isResumed, !isClosed else { return }
    isResumed = true
    source.resume()
  }

  private func writeMore() {
    guard isResumed, !isClosed else { return }
    let count = unwritten.withUnsafeBytes {
      send(descriptor, $0.baseAddress! + written, $0.count - written, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
    if count < 0 {
      if errno != EAGAIN, errno != EINTR { sink?(.failed(errno)) }
      return
    }
    written += count
    let left = unwritten.count - written
    if left == 0 {
      unwritten = []
      isResumed = false
      source.suspend()
    }
    sink?(.wrote(left: left))
  }

  func close(drops: Bool) {
    guard !isClosed else { return }
    isClosed = true
    sink = nil
    source.cancel()
    // A source that is suspended never runs its cancel handler.
    if !isResumed { source.resume() }
  }
}
