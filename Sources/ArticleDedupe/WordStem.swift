/// A word without its particle: "삼성물산이" and "삼성물산을" are one.
///
/// A list of endings, of which the longest counts, and no dictionary: what is cut wrongly is cut wrongly in every
/// article alike.
enum WordStem {
  /// The endings, of which the longest is no part of the stem. Words of two syllables have none to spare.
  static let endings = EndingTrie(
    """
    은 는 이 가 을 를 의 에 에서 에게 에는 에도 와 과 로 으로 로서 으로서 로써 으로써 도 만 부터 까지 보다 처럼 이나 나 이라 라 이라며 라며
    이라고 라고 이란 란 이며 며 이고 고 에서는 에선 으로는 로는 께 께서 씨는 씨가 하고 들은 들이 들을 들의 에게는 에게서 마다 조차 밖에
    으로부터 로부터 인 이다 였다 이었다 했다 한다 하는 해 하며 하면서 됐다 된다 되는 돼 될 할 한 된 했으며 했고
    """.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) })

  /// The hash of no letter. A word's hash is that of its letters one after the other, ``finished(_:)`` (FNV-1a over
  /// letters), so that whoever keeps the hash of every beginning has that of the stem too.
  static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325
  /// A "word" of a hostile text may be the whole text; no real one is longer. Letters from here on do not count.
  static let lettersMax = 32

  @inline(__always)
  static func hash(_ beginning: UInt64, _ letter: UInt32) -> UInt64 {
    (beginning ^ UInt64(letter)) &* 0x100_0000_01B3
  }

  @inline(__always)
  static func finished(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: GramHash.mixed(hash)) }
}
