/// A key of the inverted index: by what an article can be found.
///
/// Keys of different kinds share one table. A row found by a key may be there by chance, and whoever looked compares the
/// article.
package struct IndexKey: Sendable, Hashable {
  /// 40 bits.
  package let value: UInt64

  private init(_ hash: UInt64) { value = hash >> 24 }

  /// A key of the text, as a sketch has it: of a gram or of a word.
  package init(gram: UInt64) { value = gram }

  /// Whether a text's key is that of a word (see ``RareWords``).
  package static func isWord(_ key: UInt64) -> Bool { key & 1 == 1 }

  /// The key of an article's id.
  package init(id: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(GramHash.mixed(hash))
  }

  /// The key of a text as a whole.
  package init(digest: ContentDigest) { self.init(GramHash.mixed(digest.low)) }

  /// The key of those that are copies of the article of a row.
  package init(copiesOf row: UInt32) { self.init(GramHash.mixed(UInt64(row) | 1 << 63)) }
}
