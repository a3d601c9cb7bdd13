internal import CDuplicateModel

/// How much a word says, by its hash: 26 times its inverse document frequency (natural logarithm), rounded, 1...255.
///
/// Learned by `Training/dedupe`; words that never occurred there weigh most. Where two words share a hash the commoner
/// one counts.
struct WordWeights: Sendable {
  /// The weights that are linked into the program.
  static let embedded = Self(bytes: UnsafeBufferPointer(start: article_word_weights(), count: 1 << 16))

  /// Read-only data of the program, which is never freed: may be read from anywhere.
  private nonisolated(unsafe) let bytes: UnsafeBufferPointer<UInt8>

  subscript(word: UInt16) -> UInt8 { bytes[Int(word)] }
}
