import Glibc
import RPCCore

/// A blocking connection that sends recorded frames as they were, whatever is wrong with them.
final class RawPeer {
  private let socket: Int32
  private let decoder: FrameDecoder
  private var frames: [[UInt8]] = []
  private let timeoutMs: Int32

  init(_ path: String, timeout: Double) throws {
    socket = try BlockingSocket.connect(to: path)
    decoder = FrameDecoder(limits: .forCaptures)
    timeoutMs = Int32(min(timeout * 1000, 2e9))
  }

  deinit { close(socket) }

  func send(_ frame: CapturedFrame) throws(RPCClientError) {
    let bytes =
      frame.framing == .lines
      ? frame.body + [UInt8(ascii: "\n")]
      : Array("Content-Length: \(frame.body.count)\r\n\r\n".utf8) + frame.body
    guard BlockingSocket.send(bytes[...], to: socket) else { throw .lost }
  }

  /// The next frame that the server sends.
  func receive() throws(RPCClientError) -> [UInt8] {
    while frames.isEmpty {
      var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, timeoutMs) != 0 else { throw .timedOut }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(socket, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .lost }
      try decode(buffer[..<count])
    }
    return frames.removeFirst()
  }

  private func decode(_ bytes: ArraySlice<UInt8>) throws(RPCClientError) {
    do {
      try bytes.withUnsafeBytes { buffer in
        try decoder.decode(buffer) { event in
          if case .frame(let frame) = event { frames.append(Array(frame)) }
          return true
        }
      }
    } catch {
      throw .malformedAnswer("bytes that no framing explains")
    }
  }
}

extension RPCLimits {
  /// What a capture holds may be as long as the longest answer.
  static var forCaptures: RPCLimits {
    var limits = RPCLimits()
    limits.requestBytesMax = max(limits.requestBytesMax, limits.responseBytesMax) + 4096
    return limits
  }
}
