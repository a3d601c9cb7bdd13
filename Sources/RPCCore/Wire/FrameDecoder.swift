/// How frames are told apart on a connection: docs/protocol.md, "Framing".
enum Framing: Sendable, Equatable {
  /// `Content-Length: N\r\n\r\n` and N bytes: the base protocol of LSP 3.17.
  case headers
  /// One JSON value a line, ended by LF.
  case lines
}

/// Why a stream can no longer be followed. The peer is told once, then the connection is closed.
struct FrameError: Error, Equatable {
  /// Byte offset in the stream.
  var offset: Int
  var reason: String
}

/// Bytes in any slicing → whole frames.
///
/// Feed it with `append`, then call `next` until it returns `nil`; then feed more. It buffers no more than one
/// frame's limit and one read, and looks at each byte a fixed number of times, however the bytes are cut.
struct FrameDecoder {
  enum Event: Equatable {
    /// A whole frame, without its framing.
    case frame([UInt8])
    /// A frame over the limit; its bytes are, or will be, skipped.
    case tooLarge(actual: Int)
  }

  private enum State: Equatable {
    case start, header
    case body(count: Int)
    case skippingBody(left: Int)
    case line
    case skippingLine(skipped: Int)
  }

  private let limits: RPCLimits
  private var state = State.start
  private var buffer: [UInt8] = []
  /// Where the bytes begin that no frame has taken yet.
  private var head = 0
  /// How far past `head` a line end has been looked for.
  private var scanned = 0
  /// Stream offset of `buffer[0]`.
  private var bufferOffset = 0

  init(limits: RPCLimits) { self.limits = limits }

  /// The framing that the first byte told; `nil` before it.
  private(set) var framing: Framing?

  /// Whether some bytes of a frame have come, but not all: a peer may not stay here for ever.
  var isMidFrame: Bool {
    switch state {
    case .start, .header, .line: head < buffer.count
    case .body, .skippingBody, .skippingLine: true
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if head == buffer.count {
      bufferOffset += head
      buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
      head = 0
    } else if head > 1 << 16, head > buffer.count / 2 {
      bufferOffset += head
      buffer.removeSubrange(..<head)
      head = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole frame, or `nil` when more bytes are needed.
  mutating func next() throws(FrameError) -> Event? {
    while true {
      switch state {
      case .start:
        guard head < buffer.count else { return nil }
        try detectFraming(buffer[head])
      case .header:
        guard let event = try nextHeader() else { return nil }
        if let event = event.event { return event }
      case .body(let count):
        guard buffer.count - head >= count else { return nil }
        let frame = Array(buffer[head..<head + count])
        consume(count)
        state = .header
        return .frame(frame)
      case .skippingBody(let left):
        let skipped = min(left, buffer.count - head)
        consume(skipped)
        state = skipped == left ? .header : .skippingBody(left: left - skipped)
        if skipped < left { return nil }
      case .line:
        guard let event = nextLine() else { return nil }
        if let event = event.event { return event }
      case .skippingLine(let skipped):
        guard let event = try skipLine(skipped) else { return nil }
        return event
      }
    }
  }

  /// The last line when the peer ends its stream without a line feed.
  mutating func finish() -> Event? {
    guard state == .line, head < buffer.count else { return nil }
    let line = trimmedLine(buffer[head...])
    consume(buffer.count - head)
    return line.isEmpty ? nil : .frame(Array(line))
  }

  private mutating func consume(_ count: Int) {
    head += count
    scanned = 0
  }

  private mutating func detectFraming(_ byte: UInt8) throws(FrameError) {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      framing = .headers
      state = .header
    case UInt8(ascii: "{"), UInt8(ascii: "["), 0x20, 0x09, 0x0A, 0x0D:
      framing = .lines
      state = .line
    default:
      framing = .lines
      throw FrameError(offset: 0, reason: "a connection begins with a header, '{', '[' or white space")
    }
  }

  /// A step that may or may not have ended a frame.
  private struct Step { var event: Event? }

  // MARK: Header framing

  /// Reads one whole header part: every line up to the empty one.
  private mutating func nextHeader() throws(FrameError) -> Step? {
    guard let end = headerEnd() else {
      if buffer.count - head > limits.headerBytesMax {
        throw FrameError(offset: bufferOffset + head, reason: "header over \(limits.headerBytesMax) bytes")
      }
      scanned = max(0, buffer.count - head - 3)
      return nil
    }
    guard end - head <= limits.headerBytesMax else {
      throw FrameError(offset: bufferOffset + head, reason: "header over \(limits.headerBytesMax) bytes")
    }
    let count = try contentLength(in: head..<end)
    consume(end - head)
    guard count > limits.requestBytesMax else {
      state = .body(count: count)
      return Step()
    }
    guard count <= limits.skippedBytesMax else {
      throw FrameError(offset: bufferOffset + head, reason: "Content-Length \(count) is out of all bounds")
    }
    state = .skippingBody(left: count)
    return Step(event: .tooLarge(actual: count))
  }

  /// The index after the empty line that ends the header part. LF alone is tolerated as a line end.
  private func headerEnd() -> Int? {
    var index = head + scanned
    while index < buffer.count {
      guard buffer[index] == UInt8(ascii: "\n") else {
        index += 1
        continue
      }
      if index + 1 < buffer.count, buffer[index + 1] == UInt8(ascii: "\n") { return index + 2 }
      if index + 2 < buffer.count, buffer[index + 1] == UInt8(ascii: "\r"),
        buffer[index + 2] == UInt8(ascii: "\n")
      {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  private func contentLength(in header: Range<Int>) throws(FrameError) -> Int {
    var length: Int?
    var lineStart = header.lowerBound
    for index in header where buffer[index] == UInt8(ascii: "\n") {
      let line = trimmedLine(buffer[lineStart..<index])
      let offset = bufferOffset + lineStart
      lineStart = index + 1
      if line.isEmpty { continue }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
        throw FrameError(offset: offset, reason: "header line without a colon")
      }
      guard String(decoding: line[..<colon], as: UTF8.self).lowercased() == "content-length" else { continue }
      guard length == nil else { throw FrameError(offset: offset, reason: "two Content-Length headers") }
      let digits = line[(colon + 1)...].filter { $0 != 0x20 && $0 != 0x09 }
      // At most ten digits, so that the number cannot overflow; no sign.
      guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw FrameError(offset: offset, reason: "Content-Length is not a number of one to ten digits")
      }
      length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard let length else {
      throw FrameError(offset: bufferOffset + header.lowerBound, reason: "header without Content-Length")
    }
    return length
  }

  // MARK: Line framing

  private mutating func nextLine() -> Step? {
    guard let end = lineEnd() else {
      let held = buffer.count - head
      if held > limits.requestBytesMax {
        consume(held)
        state = .skippingLine(skipped: held)
        return Step()
      }
      scanned = held
      return nil
    }
    let length = end - head
    let line = trimmedLine(buffer[head..<end])
    let event: Event? =
      if line.isEmpty { nil } else if length > limits.requestBytesMax { .tooLarge(actual: length) } else {
        .frame(Array(line))
      }
    consume(length + 1)
    return Step(event: event)
  }

  private mutating func skipLine(_ skipped: Int) throws(FrameError) -> Event? {
    guard let end = lineEnd() else {
      let total = skipped + buffer.count - head
      consume(buffer.count - head)
      guard total <= limits.skippedBytesMax else {
        throw FrameError(offset: bufferOffset + head, reason: "a line without an end")
      }
      state = .skippingLine(skipped: total)
      return nil
    }
    let length = end - head
    consume(length + 1)
    state = .line
    return .tooLarge(actual: skipped + length)
  }

  private func lineEnd() -> Int? { buffer[(head + scanned)...].firstIndex(of: UInt8(ascii: "\n")) }

  /// Without white space at either end, so that CR LF ends a line too and a blank line is empty.
  private func trimmedLine(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = line.firstIndex(where: { !JSONScanner.isWhiteSpace($0) }),
      let last = line.lastIndex(where: { !JSONScanner.isWhiteSpace($0) })
    else { return [] }
    return line[first...last]
  }
}
