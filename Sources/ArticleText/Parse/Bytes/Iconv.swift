private import Glibc

/// Decodes by the C library's iconv(3).
enum Iconv {
  /// Whether iconv has a charset of this name.
  static func knows(_ name: String) -> Bool {
    guard let descriptor = open(name) else { return false }
    iconv_close(descriptor)
    return true
  }

  /// The text of `bytes` and the number of bad sequences, each of which became one U+FFFD.
  ///
  /// - Returns: `nil` when iconv does not know the charset.
  static func decode(_ bytes: [UInt8], from charset: Charset) -> (text: String, errors: Int)? {
    guard let descriptor = open(charset == .windows1252 ? "CP1252" : charset.name) else { return nil }
    defer { iconv_close(descriptor) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 2)
    var errors = 0
    var source = bytes
    var chunk = [UInt8](repeating: 0, count: min(16_384, bytes.count * 4 + 16))
    source.withUnsafeMutableBytes { raw in
      var input = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = raw.count
      while left > 0 {
        let (status, reason, written) = chunk.withUnsafeMutableBytes { buffer in
          var target = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
          var room = buffer.count
          let status = iconv(descriptor, &input, &left, &target, &room)
          return (status, errno, buffer.count - room)
        }
        output.append(contentsOf: chunk.prefix(written))
        guard status == -1, reason != E2BIG else { continue }
        // EILSEQ or EINVAL (cut at the end): one bad byte is passed over and its place is marked.
        errors += 1
        output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        input = input.map { $0 + 1 }
        left -= 1
      }
    }
    return (String(decoding: output, as: UTF8.self), errors)
  }

  private static func open(_ name: String) -> iconv_t? {
    let descriptor = iconv_open("UTF-8", name)
    return descriptor == iconv_t(bitPattern: -1) ? nil : descriptor
  }
}
