/// A payload → the bytes of a frame.
enum FrameEncoder {
  /// Appends `payload` to `output` in the given framing. The payload must not hold a line feed: ours never do,
  /// since JSON strings escape it and we write no white space between values.
  static func append(_ payload: some Collection<UInt8>, in framing: Framing, to output: inout [UInt8]) {
    switch framing {
    case .headers:
      output.append(contentsOf: "Content-Length: \(payload.count)\r\n\r\n".utf8)
      output.append(contentsOf: payload)
    case .lines:
      output.append(contentsOf: payload)
      output.append(UInt8(ascii: "\n"))
    }
  }
}
