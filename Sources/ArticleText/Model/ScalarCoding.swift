// Text ↔ scalars, by hand: `Array(text.unicodeScalars)` takes three times as long, and appending scalars to a
// `String.UnicodeScalarView` thirty times as long (7 ns a byte; a fifth of a parse).

extension String {
  /// Calls `body` with each scalar in order.
  @inline(__always)
  func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
    let isContiguous: Void? = utf8.withContiguousStorageIfAvailable { utf8 in
      // A string's UTF-8 is well-formed: the first byte tells how many follow.
      var index = 0
      while index < utf8.count {
        let lead = utf8[index]
        if lead < 0x80 {
          body(Unicode.Scalar(lead))
          index += 1
          continue
        }
        if lead >= 0xE0 && lead < 0xF0 {
          let value = UInt32(lead & 0xF) << 12 | UInt32(utf8[index + 1] & 0x3F) << 6 | UInt32(utf8[index + 2] & 0x3F)
          body(Unicode.Scalar(value) ?? "\u{FFFD}")
          index += 3
          continue
        }
        let length = lead < 0xE0 ? 2 : 4
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(utf8[index + offset] & 0x3F) }
        body(Unicode.Scalar(value) ?? "\u{FFFD}")
        index += length
      }
    }
    if isContiguous == nil {
      for scalar in unicodeScalars { body(scalar) }
    }
  }
}

extension [Unicode.Scalar] {
  /// The scalars of `text`.
  init(_ text: String) {
    // A scalar has one byte that is no continuation.
    let scalars = text.utf8.withContiguousStorageIfAvailable { $0.count { $0 & 0xC0 == 0x80 ? 0 : 1 } }
    self.init(unsafeUninitializedCapacity: scalars ?? text.unicodeScalars.count) { buffer, count in
      var end = 0
      text.forEachScalar { scalar in
        buffer[end] = scalar
        end += 1
      }
      count = end
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The sum of what `one` gives for each byte, 0 or 1. In parts whose sum fits a byte, and without a branch, so that it
  /// becomes vector instructions: .1 ns a byte.
  @inline(__always)
  func count(_ one: (UInt8) -> UInt8) -> Int {
    var sum = 0
    var start = 0
    while start < count {
      let end = Swift.min(start + 255, count)
      var part: UInt8 = 0
      for index in start..<end { part &+= one(self[index]) }
      sum += Int(part)
      start = end
    }
    return sum
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
