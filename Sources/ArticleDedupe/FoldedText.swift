private import ArticleText

/// An article as it is compared: letters, digits and the signs of numbers, and nothing that a copy may change freely.
///
/// Folded away are white space, punctuation, quotes and dashes, letter case, full-width and squared forms and the
/// decomposition of Hangul. A gloss in parentheses, as in "군수(郡守)" or "세계무역기구(WTO)", is left out of
/// `scalars`, because papers add and drop it, and so is a paragraph that is only a byline or a copyright notice; both
/// stay in `digest`, so that "exact" never rests on leaving out. Numbers keep their decimal point and sign:
/// "2,538.46" and "2538.46" are one number, "253846" is another.
package struct FoldedText: Sendable {
  /// The folded scalars of all paragraphs in order, glosses and residue left out.
  package let scalars: [UInt32]
  /// Where each paragraph of the input begins in `scalars`, and its end last: one more than there are paragraphs.
  package let starts: [Int]
  /// The words in order, those of glosses too, without their particles, as hashes (see ``WordStem``).
  package let words: [UInt32]
  /// The digest of the folded text, glosses included, paragraph ends not.
  package let digest: ContentDigest

  /// Folds an article's paragraphs. Linear in their length.
  package init(paragraphs: [String]) {
    let bytes = paragraphs.reduce(0) { $0 + $1.utf8.count }
    (scalars, starts, words, digest) = FoldedScalars.withRoom(forBytes: bytes) { folded in
      let starts = [Int](unsafeUninitializedCapacity: paragraphs.count + 1) { starts, count in
        starts.initializeElement(at: 0, to: 0)
        for (index, paragraph) in paragraphs.enumerated() {
          Self.append(paragraph, to: &folded)
          starts.initializeElement(at: index + 1, to: folded.count)
        }
        count = paragraphs.count + 1
      }
      return (
        Array(UnsafeBufferPointer(start: folded.scalars, count: folded.count)), starts,
        Array(UnsafeBufferPointer(start: folded.words, count: folded.wordCount)),
        BLAKE2b.digest(
          UnsafeRawBufferPointer(UnsafeBufferPointer(start: folded.units, count: folded.unitCount)))
      )
    }
  }

  /// A text without a single letter or digit: there is nothing in it to compare.
  package var isEmpty: Bool { scalars.isEmpty }

  /// The folded scalars of paragraph `index`.
  package func paragraph(_ index: Int) -> ArraySlice<UInt32> { scalars[starts[index]..<starts[index + 1]] }

  private static func append(_ paragraph: String, to folded: inout FoldedScalars) {
    let (start, words) = (folded.count, folded.wordCount)
    var paragraph = paragraph
    let mayBeResidue = paragraph.withUTF8 { bytes in
      UTF8Paragraph(bytes).map { append($0, to: &folded) } ?? false
    }
    guard mayBeResidue, ResidueLine.isResidue(paragraph) else { return }
    folded.forgetScalars(since: start)
    folded.forgetWords(since: words)
  }

  /// Folds a paragraph.
  ///
  /// - Returns: whether a sign was there that no residue goes without.
  static func append(_ text: UTF8Paragraph, to all: inout FoldedScalars) -> Bool {
    // A copy, which the compiler can keep in registers.
    var folded = all
    defer { all = folded }
    var hasSign = false
    let first = folded.unitCount
    var (glossStart, glossEnd) = (0, 0)
    var position = 0
    while position < text.count {
      if text.syllable(at: position) != nil {
        // Most of the text. A gloss ends with a parenthesis, so there is nothing more to ask.
        position = folded.appendSyllables(of: text, at: position, hasSign: &hasSign)
        continue
      }
      let lead = text[position]
      if lead == 0x20 {
        folded.endWord()
        position += 1
        continue
      }
      let (scalar, length) = lead < 0x80 ? (UInt32(lead), 1) : text.scalar(at: position)
      let last = text.byte(before: position)
      if ResidueSign.ends(with: scalar, after: last) { hasSign = true }
      if scalar == 0x28 || scalar == 0xFF08, position >= glossEnd, folded.unitCount > first,
        let end = Self.glossEnd(in: text, at: position)
      {
        folded.endWord()
        (glossStart, glossEnd) = (folded.count, end)
      }
      position += length
      if lead < 0x80 {
        folded.append(ascii: lead, before: text.byte(at: position), after: last)
      } else {
        folded.append(scalar, before: text.byte(at: position), after: last)
      }
      if position == glossEnd {
        folded.endWord()
        folded.forgetScalars(since: glossStart)
      }
    }
    folded.endWord()
    return hasSign
  }

  /// The end of a gloss that opens at `position`, not the first: parentheses around at most 40 hanja or Latin letters
  /// and blanks.
  private static func glossEnd(in text: UTF8Paragraph, at position: Int) -> Int? {
    guard !text.isBlank(before: position) else { return nil }
    var letters = 0
    var next = position + text.scalar(at: position).length
    for _ in 0...40 where next < text.count {
      let (scalar, length) = text.scalar(at: next)
      next += length
      switch scalar {
      case 0x29, 0xFF09: return letters > 0 ? next : nil
      case 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x41...0x5A, 0x61...0x7A: letters += 1
      case 0xB7, 0x26, 0x2D, 0x2E: continue
      case let scalar where UTF8Paragraph.isBlank(scalar): continue
      default: return nil
      }
    }
    return nil
  }
}
