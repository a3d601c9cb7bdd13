import ArticleText
import Foundation

/// Whatever the bytes: no trap, every scalar in one block at most and every visible one in one, no more text out than in.
enum ArticleFuzzing {
  private static let parser = ArticleParser()

  /// Bytes of any charset, a page or a text.
  static func bytes(_ input: UnsafeBufferPointer<UInt8>) { check(.bytes(Array(input), charset: nil)) }

  /// A page.
  static func page(_ input: UnsafeBufferPointer<UInt8>) {
    check(.html(String(decoding: input, as: UTF8.self)))
  }

  /// A text; here the input of which the blocks must be slices is known.
  static func text(_ input: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: input, as: UTF8.self)
    check(.text(text), input: text)
  }

  private static func check(_ source: ArticleSource, input: String? = nil) {
    guard let article = try? parser.parse(source, includingBlocks: true) else { return }
    let blocks = article.blocks ?? []
    var end = 0
    for (index, block) in blocks.enumerated() {
      precondition(block.start >= end && block.end > block.start, "blocks overlap or are empty")
      precondition(block.text.unicodeScalars.count == block.end - block.start, "a block is not its slice")
      // A headline's copy may stand above it.
      precondition(
        block.repeatOf != index && block.repeatOf ?? 0 < blocks.count, "a block repeats itself or nothing")
      end = block.end
    }
    // A repaired text is another than the input.
    if let whole = article.flattened ?? (article.warnings.isEmpty ? input : nil) {
      let scalars = Array(whole.unicodeScalars)
      precondition(end <= scalars.count, "blocks end behind the input")
      var covered = 0
      for block in blocks {
        precondition(
          Array(block.text.unicodeScalars) == Array(scalars[block.start..<block.end]),
          "a block is not its slice")
        precondition(
          scalars[covered..<block.start].allSatisfy { !$0.properties.isAlphabetic }, "a letter is in no block"
        )
        covered = block.end
      }
      precondition(scalars[covered...].allSatisfy { !$0.properties.isAlphabetic }, "a letter is in no block")
    }
    // A paragraph may join lines by a blank, which stands for the line feed between them; NFC takes a few scalars apart.
    let printed = blocks.reduce(0) {
      $0 + $1.text.precomposedStringWithCanonicalMapping.unicodeScalars.count + 1
    }
    let kept = article.paragraphs.reduce(0) { $0 + $1.unicodeScalars.count }
    precondition(kept <= printed, "more text out than in")
  }
}
