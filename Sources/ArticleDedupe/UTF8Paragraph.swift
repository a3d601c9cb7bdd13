private import ArticleText

/// The bytes of a paragraph, scalar by scalar.
///
/// A `String` promises that its UTF-8 is valid, and every reading here rests on that: a lead byte has its followers,
/// and before a follower stands its lead byte. A position is one in the paragraph where a scalar begins.
struct UTF8Paragraph {
  private let bytes: UnsafePointer<UInt8>
  let count: Int

  /// - Parameter bytes: the UTF-8 of a `String`, not empty; must outlive the paragraph.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return nil }
    self.bytes = start
    count = bytes.count
  }

  @inline(__always)
  subscript(position: Int) -> UInt8 { bytes[position] }

  /// The byte at `position`, 0 at the paragraph's end.
  @inline(__always)
  func byte(at position: Int) -> UInt8 { position < count ? bytes[position] : 0 }

  /// The byte before `position`, 0 at the paragraph's beginning: the whole scalar, if it is an ASCII one.
  @inline(__always)
  func byte(before position: Int) -> UInt8 { position > 0 ? bytes[position - 1] : 0 }

  /// The scalar of three bytes at `position`.
  @inline(__always)
  func scalar3(at position: Int) -> UInt32 {
    UInt32(bytes[position] & 0xF) << 12 | UInt32(bytes[position + 1] & 0x3F) << 6
      | UInt32(bytes[position + 2] & 0x3F)
  }

  /// The syllable at `position`; `nil` where something else is, or the end.
  @inline(__always)
  func syllable(at position: Int) -> UInt32? {
    guard position < count, 0xEA...0xED ~= bytes[position] else { return nil }
    let scalar = scalar3(at: position)
    return 0xAC00...0xD7A3 ~= scalar ? scalar : nil
  }

  /// The scalar at `position` and how many bytes it has.
  func scalar(at position: Int) -> (value: UInt32, length: Int) {
    let lead = bytes[position]
    if lead < 0x80 { return (UInt32(lead), 1) }
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | UInt32(bytes[position + 1] & 0x3F), 2) }
    if lead < 0xF0 { return (scalar3(at: position), 3) }
    let upper = UInt32(lead & 7) << 18 | UInt32(bytes[position + 1] & 0x3F) << 12
    return (upper | UInt32(bytes[position + 2] & 0x3F) << 6 | UInt32(bytes[position + 3] & 0x3F), 4)
  }

  /// Whether the scalar before `position`, which is not the first, is blank.
  func isBlank(before position: Int) -> Bool {
    var start = position - 1
    while bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return Self.isBlank(scalar(at: start).value)
  }

  static func isBlank(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.isBlank ?? false }
}
