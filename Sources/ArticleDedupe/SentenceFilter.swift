private import ArticleText

/// Tells most texts that say no sentence twice from all others, at a fraction of the cost of ``RepeatedSentences``.
///
/// A long name or a quotation that stands twice is common, a sentence is not: one text in 2,700 has one. Here a sentence
/// is no more than a hash, which finds too many rather than too few.
enum SentenceFilter {
  /// Whether a sentence may stand twice in the paragraphs that are no repeats themselves. Linear but for a sort.
  static func mayRepeat(_ paragraphs: [String], except repeated: Set<Int>) -> Bool {
    var hashes: [UInt64] = []
    let longest = paragraphs.reduce(0) { max($0, $1.utf8.count) }
    FoldedScalars.withRoom(forBytes: longest) { folded in
      for (index, paragraph) in paragraphs.enumerated() where !repeated.contains(index) {
        var paragraph = paragraph
        paragraph.withUTF8 { bytes in
          var start = 0
          while start < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            let end = start + sentenceEnd(rest)
            // A sentence begins and ends where scalars do, so it is valid by itself, and it has no more bytes than the
            // longest paragraph.
            if let hash = hash(UnsafeBufferPointer(rebasing: bytes[start..<end]), &folded) {
              hashes.append(hash)
            }
            start = end
          }
        }
      }
    }
    hashes.sort()
    return hashes.indices.dropFirst().contains { hashes[$0] == hashes[$0 - 1] }
  }

  /// The hash of a sentence as it is compared, or `nil` for a short one.
  private static func hash(_ sentence: UnsafeBufferPointer<UInt8>, _ folded: inout FoldedScalars) -> UInt64? {
    guard let text = UTF8Paragraph(sentence) else { return nil }
    folded.forgetAll()
    let mayBeResidue = FoldedText.append(text, to: &folded)
    guard folded.count >= RepeatedSentences.scalarsMin else { return nil }
    if mayBeResidue, ResidueLine.isResidue(String(decoding: sentence, as: UTF8.self)) { return nil }
    var hash: UInt64 = 0
    for index in 0..<folded.count { hash = (hash ^ UInt64(folded.scalars[index])) &* 0x9E37_79B9_7F4A_7C15 }
    return GramHash.mixed(hash)
  }

  /// The end of the first sentence, by the rule of ``RepeatedSentences``.
  ///
  /// - Parameter bytes: not empty.
  private static func sentenceEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let text = UTF8Paragraph(bytes) else { return 0 }
    var position = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      guard byte == 0x2E || byte == 0x3F || byte == 0x21 else { continue }
      let end = skip(in: text, from: position, while: isClosing)
      guard end == text.count || UTF8Paragraph.isBlank(text.scalar(at: end).value) else { continue }
      return skip(in: text, from: end, while: UTF8Paragraph.isBlank)
    }
    return text.count
  }

  private static func skip(in text: UTF8Paragraph, from start: Int, while isSkipped: (UInt32) -> Bool) -> Int
  {
    var end = start
    while end < text.count {
      let (scalar, length) = text.scalar(at: end)
      guard isSkipped(scalar) else { break }
      end += length
    }
    return end
  }

  /// ” ’ " ' ) 」 』
  private static func isClosing(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x201D, 0x2019, 0x22, 0x27, 0x29, 0x300D, 0x300F: true
    default: false
    }
  }
}
