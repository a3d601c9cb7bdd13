/// A text as an array of Unicode scalars: every offset of this library counts in it.
///
/// Swift's `Character` walks grapheme clusters and is slow on Korean; scalars index in constant time and are
/// what the contract's offsets mean.
public struct ScalarText: Sendable, Equatable {
  /// The scalars, in order.
  public let scalars: [Unicode.Scalar]

  /// The scalars of `string`. O(length).
  public init(_ string: String) {
    scalars = [Unicode.Scalar](string)
  }

  /// The words, where whoever made the text had them found.
  private(set) var words: [TextWord] = []

  /// The text with its words found. O(length).
  func findingWords() -> ScalarText {
    var text = self
    text.words = TextWord.all(of: self)
    return text
  }

  /// The number of scalars.
  public var count: Int { scalars.count }

  /// The scalar at `offset`.
  public subscript(offset: Int) -> Unicode.Scalar { scalars[offset] }

  /// The text of a range of scalar offsets.
  public func string(_ range: Range<Int>) -> String { scalars[range].string }

  /// The ranges of the lines, without their line feeds (LF, CR LF or CR). An empty text has one empty line.
  public var lines: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    scalars.withUnsafeBufferPointer { scalars in
      var index = 0
      while index < scalars.count {
        let scalar = scalars[index]
        index += 1
        guard scalar == "\n" || scalar == "\r" else { continue }
        ranges.append(start..<index - 1)
        if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
        start = index
      }
    }
    ranges.append(start..<scalars.count)
    return ranges
  }
}

extension ScalarText {
  /// A text of scalars at hand.
  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }
}
