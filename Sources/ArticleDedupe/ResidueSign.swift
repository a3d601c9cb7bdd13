/// The signs that no byline and no copyright notice goes without (see `ResidueLine`), told by their last scalar.
///
/// Asked of each scalar while a paragraph is read, which costs less than to read it again.
enum ResidueSign {
  /// Whether a syllable, at `position`, ends "기자", "무단" or "저작".
  @inline(__always)
  static func ends(with syllable: UInt32, at position: Int, in text: UTF8Paragraph) -> Bool {
    guard syllable == 0xC790 || syllable == 0xB2E8 || syllable == 0xC791 else { return false }
    guard position >= 3, text[position - 3] >= 0xE0 else { return false }
    switch (text.scalar3(at: position - 3), syllable) {
    case (0xAE30, 0xC790), (0xBB34, 0xB2E8), (0xC800, 0xC791): return true
    default: return false
    }
  }

  /// Whether a scalar that is no syllable, and that stands after the byte `last`, is "@", "©", "ⓒ" or ends "py" or "PY".
  @inline(__always)
  static func ends(with scalar: UInt32, after last: UInt8) -> Bool {
    switch scalar {
    case 0x40, 0xA9, 0x24D2: true
    case 0x79: last == 0x70
    case 0x59: last == 0x50
    default: false
    }
  }
}
