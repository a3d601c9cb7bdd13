/// What the informative words of two texts have in common.
struct WordOverlap {
  /// The weight of the shared words as a share of that of the query's, and of the match's.
  var share = 0.0
  var shareOfMatch = 0.0
  /// The same for the words of the one's lead that are anywhere in the other.
  var lead = 0.0
  var leadOfMatch = 0.0
  /// The weight of the words in both leads as a share of that of the words in either.
  var leadsJaccard = 0.0
  /// How many words are shared.
  var count = 0
  /// The share of the shared words that stand in the same order: those of their longest increasing subsequence.
  var order = 0.0
}

/// Informative words indexed for comparison with many others.
struct WordProbe {
  private let words: InformativeWords
  private let weights: WordWeights
  private let places: PlaceTable

  init(_ words: InformativeWords, _ weights: WordWeights) {
    self.words = words
    self.weights = weights
    var places = PlaceTable(count: words.words.count)
    for word in words.words { _ = places.add(UInt32(word)) }
    self.places = places
  }

  /// Compares the words that weigh at least both bounds: of the others one text has not kept all.
  func overlap(with match: InformativeWords) -> WordOverlap {
    let bound = max(words.bound, match.bound)
    var overlap = WordOverlap()
    var isShared = [Bool](repeating: false, count: words.words.count)
    var shared = 0.0
    var (theirs, theirLead, sharedOfTheirLead, sharedLeads) = (0.0, 0.0, 0.0, 0.0)
    var ranks = IncreasingRun()
    for (index, word) in match.words.enumerated() where weights[word] >= bound {
      let weight = Double(weights[word])
      theirs += weight
      if index < match.leadCount { theirLead += weight }
      guard let place = places.place(of: UInt32(word)) else { continue }
      isShared[place] = true
      shared += weight
      ranks.add(place)
      guard index < match.leadCount else { continue }
      sharedOfTheirLead += weight
      if place < words.leadCount { sharedLeads += weight }
    }
    var (ours, ourLead, sharedOfOurLead) = (0.0, 0.0, 0.0)
    for (index, word) in words.words.enumerated() where weights[word] >= bound {
      let weight = Double(weights[word])
      ours += weight
      guard index < words.leadCount else { continue }
      ourLead += weight
      if isShared[index] { sharedOfOurLead += weight }
    }
    overlap.share = Self.share(shared, of: ours)
    overlap.shareOfMatch = Self.share(shared, of: theirs)
    overlap.lead = Self.share(sharedOfOurLead, of: ourLead)
    overlap.leadOfMatch = Self.share(sharedOfTheirLead, of: theirLead)
    overlap.leadsJaccard = Self.share(sharedLeads, of: ourLead + theirLead - sharedLeads)
    overlap.count = ranks.count
    overlap.order = Self.share(Double(ranks.longest), of: Double(ranks.count))
    return overlap
  }

  private static func share(_ part: Double, of whole: Double) -> Double { whole > 0 ? part / whole : 0 }
}

/// The longest increasing subsequence of numbers, found as they come (patience sorting; Fredman 1975).
private struct IncreasingRun {
  private var tails: [Int] = []
  private(set) var count = 0

  mutating func add(_ number: Int) {
    count += 1
    var (low, high) = (0, tails.count)
    while low < high {
      let middle = (low + high) / 2
      if tails[middle] < number { low = middle + 1 } else { high = middle }
    }
    if low == tails.count { tails.append(number) } else { tails[low] = number }
  }

  var longest: Int { tails.count }
}
