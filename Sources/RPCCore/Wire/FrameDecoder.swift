import Glibc

/// How frames are told apart on a connection: docs/protocol.md, "Framing".
public enum RPCFraming: String, Sendable, Equatable, CaseIterable {
  /// `Content-Length: N\r\n\r\n` and N bytes: the base protocol of LSP 3.17.
  case headers
  /// One JSON value a line, ended by LF.
  case lines
}

/// Why a stream can no longer be followed. The peer is told once, then the connection is closed.
package struct FrameError: Error, Equatable {
  /// Byte offset in the stream.
  var offset: Int
  var reason: String
}

/// Bytes in any slicing → whole frames.
///
/// Frames that lie whole in what was read are lent where they are; only what is left at the end is kept, so that an
/// idle connection holds no memory and a short message is never copied. Each byte is looked at a fixed number of
/// times, however the bytes are cut, and no more than one frame's limit and one read are held.
///
/// A class, since what is done with a lent frame may ask the decoder what it holds.
package final class FrameDecoder {
  package enum Event {
    /// A whole frame, without its framing; lent for the time of the call.
    case frame(UnsafeRawBufferPointer)
    /// A frame over the limit; its bytes are, or will be, skipped.
    case tooLarge(actual: Int)
    /// A frame that `refuseFrame` was called for.
    case refused
  }

  private enum State: Equatable {
    case start, header
    case body(count: Int)
    case skippingBody(left: Int, skipped: Int)
    case line
    case skippingLine(skipped: Int, isRefused: Bool)
  }

  private var frameBytesMax = 0, headerBytesMax = 0, skippedBytesMax = 0
  private var state = State.start
  /// What no frame has taken yet.
  private var held: [UInt8] = []
  /// Where in `held` it begins.
  private var head = 0
  /// How far past `head` a line end has been looked for.
  private var scanned = 0
  /// Stream offset of the first byte that no frame has taken.
  private var offset = 0

  package init(limits: RPCLimits) { apply(limits) }

  /// Bounds the frames that begin from now on.
  func apply(_ limits: RPCLimits) {
    frameBytesMax = limits.requestBytesMax
    headerBytesMax = limits.headerBytesMax
    skippedBytesMax = limits.skippedBytesMax
  }

  /// The framing that the first byte told; `nil` before it.
  package private(set) var framing: RPCFraming?

  /// Bytes that are held until the rest of their frame comes.
  var heldBytes: Int { held.count - head }

  /// Bytes of the frame that is awaited which have come, skipped ones too.
  var frameBytes: Int {
    switch state {
    case .skippingBody(_, let skipped), .skippingLine(let skipped, _): skipped
    default: heldBytes
    }
  }

  /// Memory that is held for them.
  var heldCapacity: Int { held.capacity }

  /// Whether some bytes of a frame have come, but not all: a peer may not stay here for ever.
  var isMidFrame: Bool {
    switch state {
    case .start, .header, .line: heldBytes > 0
    case .body, .skippingBody, .skippingLine: true
    }
  }

  /// Whether the header part of a frame has begun and not ended.
  var isMidHeader: Bool { state == .header && heldBytes > 0 }

  /// Takes `chunk` and hands on every frame that is whole now. Call it with no bytes to go on after a pause.
  ///
  /// - Parameter handle: gets a frame, and says whether to go on; what comes after a pause is kept.
  package func decode(
    _ chunk: UnsafeRawBufferPointer, _ handle: (Event) -> Bool
  ) throws(FrameError) {
    guard heldBytes > 0 else { return try decodeInPlace(chunk, handle) }
    // Taken out for the time of the call, so that lending it needs no copy.
    var bytes: [UInt8] = []
    swap(&bytes, &held)
    if head > bytes.count / 2 {
      bytes.removeSubrange(..<head)
      head = 0
    }
    bytes.append(contentsOf: chunk)
    let start = head
    head = 0
    let used = try bytes.withUnsafeBufferPointer { (all) throws(FrameError) in
      try decodeFrames(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[start...])), handle)
    }
    let rest = bytes.count - start - used
    guard rest > 0 else { return }
    if rest < bytes.capacity / 4 {
      // Not the memory of a large frame for the first bytes of the next.
      held = Array(bytes[(start + used)...])
    } else {
      held = bytes
      head = start + used
    }
  }

  private func decodeInPlace(
    _ chunk: UnsafeRawBufferPointer, _ handle: (Event) -> Bool
  ) throws(FrameError) {
    let used = try decodeFrames(chunk, handle)
    held = Array(chunk[used...])
    head = 0
  }

  /// - Returns: how many of `input`'s bytes belong to frames that were handed on or skipped.
  private func decodeFrames(
    _ input: UnsafeRawBufferPointer, _ handle: (Event) -> Bool
  ) throws(FrameError) -> Int {
    var used = 0
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: input[used...])
      guard let step = try step(rest) else { return used }
      used += step.used
      offset += step.used
      scanned = 0
      if let event = step.event, !handle(event) { return used }
    }
  }

  /// The last line when the peer ends its stream without a line feed.
  func finish(_ handle: (Event) -> Bool) {
    if case .skippingLine(let skipped, let isRefused) = state {
      state = .line
      _ = handle(isRefused ? .refused : .tooLarge(actual: skipped))
      return
    }
    guard state == .line, heldBytes > 0 else { return }
    var bytes: [UInt8] = []
    swap(&bytes, &held)
    let start = head
    head = 0
    bytes.withUnsafeBytes { all in
      let line = Self.trimmed(UnsafeRawBufferPointer(rebasing: all[start...]))
      if !line.isEmpty { _ = handle(.frame(line)) }
    }
  }

  /// Gives up the frame of which a part is held: the rest of it will be skipped, and `refused` handed on.
  ///
  /// For a body in header framing, `refused` is due at once and the caller is told by the result.
  func refuseFrame() -> Bool {
    let count = heldBytes
    switch state {
    case .body(let length): state = .skippingBody(left: length - count, skipped: count)
    case .line: state = .skippingLine(skipped: count, isRefused: true)
    default: return false
    }
    held = []
    head = 0
    scanned = 0
    offset += count
    if case .skippingBody = state { return true }
    return false
  }

  // MARK: Steps

  /// What one look at the input came to: bytes that are done with, and perhaps an event.
  private struct Step {
    var used: Int
    var event: Event?
  }

  /// - Returns: `nil` when more bytes are needed.
  private func step(_ input: UnsafeRawBufferPointer) throws(FrameError) -> Step? {
    switch state {
    case .start:
      guard let first = input.first else { return nil }
      try detectFraming(first)
      return Step(used: 0)
    case .header: return try header(input)
    case .body(let count):
      guard input.count >= count else { return nil }
      state = .header
      return Step(used: count, event: .frame(UnsafeRawBufferPointer(rebasing: input[..<count])))
    case .skippingBody(let left, let before):
      guard !input.isEmpty || left == 0 else { return nil }
      let skipped = min(left, input.count)
      state = skipped == left ? .header : .skippingBody(left: left - skipped, skipped: before + skipped)
      return Step(used: skipped)
    case .line: return line(input)
    case .skippingLine(let skipped, let isRefused):
      return try skipLine(input, skipped: skipped, isRefused: isRefused)
    }
  }

  private func detectFraming(_ byte: UInt8) throws(FrameError) {
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

  /// One whole header part: every line up to the empty one.
  private func header(_ input: UnsafeRawBufferPointer) throws(FrameError) -> Step? {
    guard let end = headerEnd(input) else {
      if input.count > headerBytesMax {
        throw FrameError(offset: offset, reason: "header over \(headerBytesMax) bytes")
      }
      // The last bytes may be the beginning of the empty line.
      scanned = max(0, input.count - 3)
      return nil
    }
    guard end <= headerBytesMax else {
      throw FrameError(offset: offset, reason: "header over \(headerBytesMax) bytes")
    }
    let count = try FrameHeader.contentLength(
      UnsafeRawBufferPointer(rebasing: input[..<end]), streamOffset: offset)
    guard count > frameBytesMax else {
      state = .body(count: count)
      return Step(used: end)
    }
    guard count <= skippedBytesMax else {
      throw FrameError(offset: offset, reason: "Content-Length \(count) is out of all bounds")
    }
    state = .skippingBody(left: count, skipped: 0)
    return Step(used: end, event: .tooLarge(actual: count))
  }

  /// The index after the empty line that ends the header part. LF alone is tolerated as a line end.
  private func headerEnd(_ input: UnsafeRawBufferPointer) -> Int? {
    var from = scanned
    while let newline = Self.lineFeed(in: input, from: from) {
      let next = newline + 1
      if next < input.count, input[next] == UInt8(ascii: "\n") { return next + 1 }
      if next + 1 < input.count, input[next] == UInt8(ascii: "\r"), input[next + 1] == UInt8(ascii: "\n") {
        return next + 2
      }
      from = next
    }
    return nil
  }

  private func line(_ input: UnsafeRawBufferPointer) -> Step? {
    guard let end = Self.lineFeed(in: input, from: scanned) else {
      if input.count > frameBytesMax {
        state = .skippingLine(skipped: input.count, isRefused: false)
        return Step(used: input.count)
      }
      scanned = input.count
      return nil
    }
    if end > frameBytesMax { return Step(used: end + 1, event: .tooLarge(actual: end)) }
    let line = Self.trimmed(UnsafeRawBufferPointer(rebasing: input[..<end]))
    return Step(used: end + 1, event: line.isEmpty ? nil : .frame(line))
  }

  private func skipLine(
    _ input: UnsafeRawBufferPointer, skipped: Int, isRefused: Bool
  ) throws(FrameError) -> Step? {
    guard !input.isEmpty else { return nil }
    guard let end = Self.lineFeed(in: input, from: 0) else {
      let total = skipped + input.count
      guard total <= skippedBytesMax else {
        throw FrameError(offset: offset, reason: "a line without an end")
      }
      state = .skippingLine(skipped: total, isRefused: isRefused)
      return Step(used: input.count)
    }
    state = .line
    return Step(used: end + 1, event: isRefused ? .refused : .tooLarge(actual: skipped + end))
  }

  private static func lineFeed(in input: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < input.count, let base = input.baseAddress,
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), input.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// Without white space at either end, so that CR LF ends a line too and a blank line is empty.
  private static func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (start, end) = (0, line.count)
    while start < end, JSONBytes.isWhiteSpace(line[start]) { start += 1 }
    while end > start, JSONBytes.isWhiteSpace(line[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: line[start..<end])
  }
}
