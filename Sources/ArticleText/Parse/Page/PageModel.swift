internal import CPageModel
private import Foundation

/// The weights that tell the lines of an article's body from the rest of its page: a read-only view of the model file's bytes.
///
/// Two stages of gradient-boosted trees (Friedman 2001), the second of which sees what the first made of the lines around
/// (stacked sequential learning: Cohen and Carvalho 2005). Two sums of word weights are numbers of both: of the words of the
/// line, and of the class and id words of the elements around it. `Training/parse` makes the file.
///
/// All numbers are little-endian, 32 bits each.
/// ```
/// 0  magic "KPAG", version, features of a line, word weights, trees of stage 1, of stage 2, nodes, leaves,
///    threshold (Float), bias of the line's words (Float), bias of the names (Float), 0
/// 48 word hashes, ascending; their weights (Float)
///    for each tree its first node, and its first leaf
///    nodes: feature, threshold (Float), left, right; a child below 0 is the leaf -1 - child of the tree
///    leaves (Float)
/// ```
struct PageModel: Sendable {
  /// The version of file layout and features; a file of another version is refused.
  static let version: UInt32 = 1
  private static let magic: [UInt8] = Array("KPAG".utf8)
  private static let headerWords = 12

  /// The model that is linked into the program; `nil` only where the features have just been changed and a new one is still to be
  /// trained, from samples that this build writes. A test sees to it that no other build goes without.
  static let embedded = PageModel(
    UnsafeRawBufferPointer(start: article_page_model(), count: Int(article_page_model_length())))

  /// A node of a tree: the numbers of a line go left if the feature's is at most the threshold.
  private struct Node {
    var feature: Int32
    var threshold: Float
    var left: Int32
    var right: Int32
  }

  /// The probability from which a line counts as body.
  let threshold: Float
  private let wordBias: Float
  private let namesBias: Float
  private let hashes: [UInt32]
  private let slots: [Int]
  private let weights: [Float]
  private let trees: [(node: Int, leaf: Int)]
  private let firstStage: Int
  private let nodes: [Node]
  private let leaves: [Float]

  /// The model in `bytes`, or `nil` if magic, version or any size is wrong.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.headerWords * 4, bytes.prefix(4).elementsEqual(Self.magic) else { return nil }
    func word(_ index: Int) -> UInt32 {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
    func number(_ index: Int) -> Float { Float(bitPattern: word(index)) }
    guard word(1) == Self.version, word(2) == PageFeatures.width else { return nil }
    let counts = (
      words: Int(word(3)), trees: Int(word(4)) + Int(word(5)), nodes: Int(word(6)), leaves: Int(word(7))
    )
    guard
      bytes.count == 4
        * (Self.headerWords + 2 * counts.words + 2 * counts.trees + 4 * counts.nodes + counts.leaves)
    else {
      return nil
    }
    (threshold, wordBias, namesBias) = (number(8), number(9), number(10))
    firstStage = Int(word(4))
    var at = Self.headerWords
    func take<Value>(_ count: Int, _ width: Int, _ value: (Int) -> Value) -> [Value] {
      defer { at += count * width }
      return (0..<count).map { value(at + $0 * width) }
    }
    hashes = take(counts.words, 1, word)
    slots = Self.slots(hashes)
    weights = take(counts.words, 1, number)
    trees = take(counts.trees, 2) { (Int(word($0)), Int(word($0 + 1))) }
    nodes = take(counts.nodes, 4) {
      Node(
        feature: Int32(bitPattern: word($0)), threshold: number($0 + 1),
        left: Int32(bitPattern: word($0 + 2)),
        right: Int32(bitPattern: word($0 + 3)))
    }
    leaves = take(counts.leaves, 1, number)
    // The walk through a tree is bounded by this: children come after their parents, and all is within bounds.
    let width = PageFeatures.width + 2 + PageContext.width
    for (index, tree) in trees.enumerated() {
      let end = index + 1 < trees.count ? trees[index + 1] : (node: nodes.count, leaf: leaves.count)
      guard tree.node < end.node, tree.leaf < end.leaf, end.node <= nodes.count, end.leaf <= leaves.count
      else { return nil }
      for (place, node) in nodes[tree.node..<end.node].enumerated() {
        guard (0..<Int32(width)).contains(node.feature) else { return nil }
        for child in [node.left, node.right] {
          let isFine =
            child >= 0
            ? child > place && tree.node + Int(child) < end.node : tree.leaf + Int(-1 - child) < end.leaf
          guard isFine else { return nil }
        }
      }
    }
  }

  /// For each line of `page` the probability that it is of the article's body.
  func probabilities(_ page: HTMLPage, _ features: PageFeatures) -> [Float] {
    let names = namesScores(page)
    let count = page.lines.count
    let base = PageFeatures.width
    // Column by column: a tree looks at fifteen columns of all lines, which stay in the nearest cache.
    var columns = [Float](repeating: 0, count: count * (base + 2 + PageContext.width))
    Self.turn(features.values, width: base, into: &columns, from: 0)
    for (index, line) in page.lines.enumerated() {
      let container = line.markup.container
      columns[base * count + index] = namesBias + (container >= 0 ? names[container] : 0)
      columns[(base + 1) * count + index] = wordBias + sum(PageWords.hashes(of: line.scalars))
    }
    let first = predict(trees[..<firstStage], columns, count)
    let context = PageContext(page, letters: features.letters, probabilities: first)
    Self.turn(context.values, width: PageContext.width, into: &columns, from: base + 2)
    return predict(trees[firstStage...], columns, count)
  }

  /// Writes rows of `width` numbers as columns, the first of which is `column`.
  private static func turn(_ rows: [Float], width: Int, into columns: inout [Float], from column: Int) {
    let count = rows.count / width
    rows.withUnsafeBufferPointer { rows in
      columns.withUnsafeMutableBufferPointer { columns in
        for offset in 0..<width {
          for index in 0..<count { columns[(column + offset) * count + index] = rows[index * width + offset] }
        }
      }
    }
  }

  /// Which lines are body: those above the threshold, and if they hold next to nothing, the most likely ones.
  func decide(_ probabilities: [Float], letters: [Int]) -> [Bool] {
    let found = zip(probabilities, letters).reduce(0) { $0 + ($1.0 > threshold ? $1.1 : 0) }
    let best = probabilities.max() ?? 0
    let limit = found >= Self.lettersMin ? threshold : min(threshold, best * Self.shareOfBest)
    return probabilities.map { $0 > limit }
  }

  /// A body of fewer letters than this is doubted.
  private static let lettersMin = 80
  private static let shareOfBest: Float = 0.6

  /// Of each element the weights of the names on it and around it.
  private func namesScores(_ page: HTMLPage) -> [Float] {
    let sums = page.names.map { names in
      let hashes = PageWords.hashes(ofNames: names)
      return (around: sum(hashes.around), own: sum(hashes.own))
    }
    var around = [Float](repeating: 0, count: page.elements.count)
    var own = around
    for (index, element) in page.elements.enumerated() {
      let parent = element.parent
      around[index] = sums[element.names].around + (parent >= 0 ? around[parent] : 0)
      own[index] = element.names > 0 ? sums[element.names].own : parent >= 0 ? own[parent] : 0
    }
    return zip(around, own).map { $0 + $1 }
  }

  private func sum(_ words: [UInt32]) -> Float {
    words.reduce(0) { $0 + weight(of: $1) }
  }

  private func weight(of hash: UInt32) -> Float {
    // Hashes are evenly spread: a few share their highest bits.
    let slot = Int(hash >> Self.slotShift)
    for index in slots[slot]..<slots[slot + 1] where hashes[index] == hash { return weights[index] }
    return 0
  }

  private static let slotShift: UInt32 = 20

  /// For each value of the highest bits the first hash that has them or higher ones.
  private static func slots(_ hashes: [UInt32]) -> [Int] {
    var slots = [Int](repeating: hashes.count, count: (1 << (32 - slotShift)) + 1)
    for (index, hash) in hashes.enumerated().reversed() { slots[Int(hash >> slotShift)] = index }
    for slot in slots.indices.dropLast().reversed() { slots[slot] = min(slots[slot], slots[slot + 1]) }
    return slots
  }

  private func predict(_ trees: ArraySlice<(node: Int, leaf: Int)>, _ columns: [Float], _ count: Int)
    -> [Float]
  {
    var scores = [Float](repeating: 0, count: count)
    columns.withUnsafeBufferPointer { columns in
      nodes.withUnsafeBufferPointer { nodes in
        leaves.withUnsafeBufferPointer { leaves in
          scores.withUnsafeMutableBufferPointer { scores in
            for tree in trees {
              for line in 0..<count {
                var place = 0
                repeat {
                  let node = nodes[tree.node + place]
                  place = Int(
                    columns[Int(node.feature) * count + line] <= node.threshold ? node.left : node.right)
                } while place > 0
                scores[line] += leaves[tree.leaf - 1 - place]
              }
            }
          }
        }
      }
    }
    return scores.map { 1 / (1 + exp(-$0)) }
  }
}
