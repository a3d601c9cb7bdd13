/// The header part of a frame: the base protocol of LSP 3.17, read as liberally as its clients need.
enum FrameHeader {
  /// The one `Content-Length`; names in any case, white space around the value, other headers ignored.
  ///
  /// - Parameters:
  ///   - header: every line up to and with the empty one.
  ///   - streamOffset: where it begins in the stream, for errors.
  static func contentLength(_ header: UnsafeRawBufferPointer, streamOffset: Int) throws(FrameError) -> Int {
    var length: Int?
    var lineStart = 0
    for index in header.indices where header[index] == UInt8(ascii: "\n") {
      let line = UnsafeRawBufferPointer(rebasing: header[lineStart..<index])
      let offset = streamOffset + lineStart
      lineStart = index + 1
      guard line.contains(where: { !JSONBytes.isWhiteSpace($0) }) else { continue }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
        throw FrameError(offset: offset, reason: "header line without a colon")
      }
      guard isContentLength(line[..<colon]) else { continue }
      guard length == nil else { throw FrameError(offset: offset, reason: "two Content-Length headers") }
      length = try number(line[(colon + 1)...], offset: offset)
    }
    guard let length else { throw FrameError(offset: streamOffset, reason: "header without Content-Length") }
    return length
  }

  private static func isContentLength(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
    let expected: StaticString = "content-length"
    guard name.count == expected.utf8CodeUnitCount else { return false }
    return zip(name, 0...).allSatisfy { byte, index in byte | 0x20 == expected.utf8Start[index] | 0x20 }
  }

  /// At most ten digits, so that the number cannot overflow; no sign.
  private static func number(
    _ value: Slice<UnsafeRawBufferPointer>, offset: Int
  ) throws(FrameError) -> Int {
    var digits = value[...]
    while let first = digits.first, JSONBytes.isWhiteSpace(first) { digits.removeFirst() }
    while let last = digits.last, JSONBytes.isWhiteSpace(last) { digits.removeLast() }
    guard (1...10).contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }) else {
      throw FrameError(offset: offset, reason: "Content-Length is not a number of one to ten digits")
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
