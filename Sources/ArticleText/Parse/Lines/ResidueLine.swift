/// Tells the lines that papers put around an article from those of the article, where nothing but the line is known.
///
/// For whoever compares texts: a byline or a copyright notice is the same under a hundred stories, and another under
/// the copy of one. Only forms that stand for themselves are told; `ArticleParser` knows the line's neighbours and
/// tells more.
package enum ResidueLine {
  /// Whether a line is only a byline or only a copyright notice.
  ///
  /// None goes without one of the signs "@", "©", "ⓒ", "기자", "무단", "저작" and the "py" or "PY" of copyright: whoever
  /// has read the line turns most lines away by that, at less cost.
  package static func isResidue(_ line: String) -> Bool {
    // A scalar has at most four bytes.
    guard line.utf8.count <= 4 * scalarsMax else { return false }
    let scalars = Array(line.unicodeScalars)[...]
    guard scalars.count <= scalarsMax else { return false }
    if let byline = BylineLine.read(scalars, publishers), byline.strength == .strong { return true }
    return CopyrightLine.read(scalars, publishers) != nil
  }

  private static let scalarsMax = 160
  private static let publishers = Publishers([])
}
