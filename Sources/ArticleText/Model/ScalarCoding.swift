// Text ↔ scalars, by hand: `Array(text.unicodeScalars)` takes three times as long, and appending scalars to a
// `String.UnicodeScalarView` fifteen times as long (28 ns a byte; a fifth of a parse).

extension [Unicode.Scalar] {
  /// The scalars of `text`.
  init(_ text: String) {
    let scalars = text.utf8.withContiguousStorageIfAvailable { utf8 in
      // A scalar has one byte that is no continuation.
      [Unicode.Scalar](unsafeUninitializedCapacity: utf8.count { $0 & 0xC0 == 0x80 ? 0 : 1 }) {
        buffer, count in
        var index = 0
        while index < utf8.count {
          buffer[count] = utf8.scalar(at: &index)
          count += 1
        }
      }
    }
    self = scalars ?? Array(text.unicodeScalars)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar at `index`, which moves behind it. The bytes are those of a string, so they are well-formed: the first
  /// one tells how many follow.
  @inline(__always)
  func scalar(at index: inout Int) -> Unicode.Scalar {
    let lead = self[index]
    if lead < 0x80 {
      index += 1
      return Unicode.Scalar(lead)
    }
    var value = UInt32(self[index + 1] & 0x3F)
    if lead >= 0xE0 && lead < 0xF0 {
      value = UInt32(lead & 0xF) << 12 | value << 6 | UInt32(self[index + 2] & 0x3F)
      index += 3
    } else if lead < 0xE0 {
      value |= UInt32(lead & 0x1F) << 6
      index += 2
    } else {
      value =
        UInt32(lead & 7) << 18 | value << 12 | UInt32(self[index + 2] & 0x3F) << 6
        | UInt32(self[index + 3] & 0x3F)
      index += 4
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// The sum of what `one` gives for each byte, 0 or 1; no branch, so that it becomes vector instructions: .1 ns a byte.
  @inline(__always)
  func count(_ one: (UInt8) -> UInt8) -> Int {
    var sum: UInt32 = 0
    for byte in self { sum &+= UInt32(truncatingIfNeeded: one(byte)) }
    return Int(sum)
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// The scalars as a string.
  var string: String {
    withUnsafeBufferPointer { scalars in
      // Not an expression of conditionals, so that it becomes vector instructions.
      var bytes: UInt32 = 0
      for scalar in scalars {
        let value = scalar.value
        bytes &+= 1 &+ (value >= 0x80 ? 1 : 0) &+ (value >= 0x800 ? 1 : 0) &+ (value >= 0x10000 ? 1 : 0)
      }
      return String(unsafeUninitializedCapacity: Int(bytes)) { utf8 in
        var end = 0
        for scalar in scalars { utf8.write(scalar, at: &end) }
        return end
      }
    }
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes the UTF-8 of `scalar` at `end` and moves it on; the caller has made room for it.
  @inline(__always)
  func write(_ scalar: Unicode.Scalar, at end: inout Int) {
    let value = scalar.value
    if value < 0x80 {
      self[end] = UInt8(truncatingIfNeeded: value)
      end += 1
    } else if value >= 0x800 && value < 0x10000 {
      self[end] = UInt8(truncatingIfNeeded: 0xE0 | value >> 12)
      self[end + 1] = UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F)
      self[end + 2] = UInt8(truncatingIfNeeded: 0x80 | value & 0x3F)
      end += 3
    } else {
      for byte in UTF8.encode(scalar)! {
        self[end] = byte
        end += 1
      }
    }
  }
}
