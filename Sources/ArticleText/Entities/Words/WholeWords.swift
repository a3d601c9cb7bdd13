/// Finds words whose stem ends in one of given tails and has at least the tail's number of syllables.
enum WholeWords {
  static func find(_ scan: Scan, tails: Lexicon<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for word in scan.text.words(in: scan.range) {
      for form in word.forms {
        guard let tail = tails.suffix(scan.text, from: form.lowerBound, endingAt: form.upperBound),
          form.count >= tail.value
        else { continue }
        found.append(form)
        break
      }
    }
    return found
  }
}
