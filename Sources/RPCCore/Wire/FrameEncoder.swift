/// A payload → the bytes of a frame.
enum FrameEncoder {
  /// Appends what `write` appends as one frame. It must not hold a line feed: ours never do, since JSON strings
  /// escape it and we write no white space between values.
  static func append(
    in framing: RPCFraming, to output: inout JSONText, _ write: (inout JSONText) -> Void
  ) {
    switch framing {
    case .lines:
      write(&output)
      output.append(byte: UInt8(ascii: "\n"))
    case .headers:
      // The length stands before the payload, so that is written first and the header put before it.
      let start = output.count
      write(&output)
      output.insert("Content-Length: \(output.count - start)\r\n\r\n", at: start)
    }
  }
}
