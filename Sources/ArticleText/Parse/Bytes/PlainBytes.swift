/// Finds where plain ASCII ends, eight bytes at a time: most of a page is.
enum PlainBytes {
  private static let high: UInt64 = 0x8080_8080_8080_8080
  private static let blank: UInt64 = 0x2020_2020_2020_2020

  /// The first index from `start` on at which eight bytes hold one that is not ASCII; `start` itself if there are fewer left.
  static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high == 0 {
      index += 8
    }
    return index
  }

  /// The same where controls (below a blank) end it too.
  static func endOfPrintable(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // A byte below 0x20 borrows into its highest bit (Warren, Hacker's Delight, 2nd ed., section 6-1).
      guard (eight | (eight &- blank)) & high == 0 else { break }
      index += 8
    }
    return index
  }
}
