/// Finds words whose stem ends in one of given tails and has at least the tail's number of syllables.
enum WholeWords {
  static func find(_ scan: Scan, tails: Lexicon<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = scan.range.lowerBound
    while index < scan.range.upperBound {
      guard scan[index]?.isNameScalar == true else {
        index += 1
        continue
      }
      let end = scan.wordEnd(index, longest: 30)
      for stem in [index..<end, index..<Josa.stemEnd(scan.text, index..<end)] {
        guard let tail = tails.suffix(scan.text, from: index, endingAt: stem.upperBound),
          stem.count >= tail.value
        else { continue }
        found.append(stem)
        break
      }
      index = end
    }
    return found
  }
}
