/// Finds the part of a page that holds the article's body.
///
/// Each line gives its weight of running text to its block element and all elements around it; from the root,
/// the search goes down to the child that holds most of the weight, as long as there is one. Text between
/// `<br><br>` counts as much as text in `<p>`, and so do cells of old table pages.
enum MainContent {
  /// The share of an element's weight that a child must hold to be the better choice.
  ///
  /// Chosen between 0.6 (body F1 .992 on the 48 Korean development pages, .943 on 90 English ones) and 0.85
  /// (.998, .928) in November 2026: 0.72 had .998 and .940, before the rule on elements named as bodies.
  static let shareMin = 0.72

  /// For each line, whether it is in the body's element.
  static func region(of page: HTMLPage, features: [LineFeatures]) -> [Bool] {
    let count = page.elements.count
    guard count > 0 else { return features.map { _ in true } }
    var weight = [Double](repeating: 0, count: count)
    for (line, feature) in zip(page.lines, features) where line.markup.container >= 0 {
      weight[line.markup.container] += Self.weight(feature)
    }
    // Children come after their parents, so one pass from the end sums the trees.
    for index in stride(from: count - 1, through: 0, by: -1) where page.elements[index].parent >= 0 {
      weight[page.elements[index].parent] += weight[index]
    }
    let children = bestChildren(page, weight)
    var chosen =
      page.elements.indices.filter { page.elements[$0].parent < 0 }.max { weight[$0] < weight[$1] } ?? 0
    while let child = children[chosen] {
      // Below an element named as a body only another such name, or nearly all of its text, leads further down.
      let named = page.elements[chosen].hints.contains(.body)
      let share = page.elements[child].hints.contains(.body) ? 0.4 : named ? 0.97 : shareMin
      guard weight[child] > 0, weight[child] >= weight[chosen] * share else { break }
      chosen = child
    }
    return lines(of: page, inside: chosen)
  }

  /// For each element its heaviest child.
  private static func bestChildren(_ page: HTMLPage, _ weight: [Double]) -> [Int?] {
    var best = [Int?](repeating: nil, count: weight.count)
    for (index, element) in page.elements.enumerated() where element.parent >= 0 {
      guard let rival = best[element.parent] else {
        best[element.parent] = index
        continue
      }
      if weight[index] > weight[rival] { best[element.parent] = index }
    }
    return best
  }

  private static func lines(of page: HTMLPage, inside chosen: Int) -> [Bool] {
    var inside = [Bool](repeating: false, count: page.elements.count)
    for index in page.elements.indices where index >= chosen {
      let parent = page.elements[index].parent
      inside[index] = index == chosen || (parent >= 0 && inside[parent])
    }
    return page.lines.map { $0.markup.container >= 0 && inside[$0.markup.container] }
  }

  /// How much a line speaks for its element being the body.
  private static func weight(_ line: LineFeatures) -> Double {
    if line.hints.contains(.comments) || line.isCopyright { return 0 }
    var weight = Double(line.words) * (1 - line.linkDensity)
    if !line.isProse { weight *= 0.15 }
    if line.hints.contains(.chrome) || line.hints.contains(.related) { weight *= 0.1 }
    if line.hints.contains(.caption) { weight *= 0.2 }
    if line.hints.contains(.listItem) { weight *= 0.5 }
    if line.hints.contains(.body) { weight *= 1.5 }
    return weight
  }
}
