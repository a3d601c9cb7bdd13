internal import CDuplicateModel

/// The duplicate decision: gradient-boosted trees (Friedman 2001) over what two sketches have in common, the sum of whose
/// leaves is the log odds that the articles are one story from one text.
///
/// `Training/dedupe` makes the file; docs/decisions/0009 says why trees. All numbers are little-endian, 32 bits each.
/// ```
/// 0  magic "KDUP", version, features, trees, nodes, leaves, bias (Float), threshold (Float)
/// 32 for each tree its first node, and its first leaf
///    nodes: feature, threshold (Float), left, right; a child below 0 is the leaf -1 - child of the tree
///    leaves (Float)
/// ```
struct DuplicateModel: Sendable {
  /// The version of file layout and features; a file of another version is refused.
  static let version: UInt32 = 1
  private static let magic: [UInt8] = Array("KDUP".utf8)
  private static let headerWords = 8

  /// The model that is linked into the program; `nil` only where the features have just been changed and a new one is
  /// still to be trained, from samples that this build writes. A test sees to it that no other build goes without.
  static let embedded = DuplicateModel(
    UnsafeRawBufferPointer(start: article_duplicate_model(), count: Int(article_duplicate_model_length())))

  /// A node of a tree: the numbers of a pair go left if the feature's is at most the threshold.
  private struct Node {
    var feature: Int32
    var threshold: Float
    var left: Int32
    var right: Int32
  }

  /// The log odds from which a pair counts as duplicate.
  let threshold: Float
  private let bias: Float
  private let trees: [(node: Int, leaf: Int)]
  private let nodes: [Node]
  private let leaves: [Float]

  /// The model in `bytes`, or `nil` if magic, version or any size is wrong.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.headerWords * 4, bytes.prefix(4).elementsEqual(Self.magic) else { return nil }
    func word(_ index: Int) -> UInt32 {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
    func number(_ index: Int) -> Float { Float(bitPattern: word(index)) }
    guard word(1) == Self.version, word(2) == PairFeatures.count else { return nil }
    let counts = (trees: Int(word(3)), nodes: Int(word(4)), leaves: Int(word(5)))
    guard bytes.count == 4 * (Self.headerWords + 2 * counts.trees + 4 * counts.nodes + counts.leaves)
    else { return nil }
    (bias, threshold) = (number(6), number(7))
    let nodesAt = Self.headerWords + 2 * counts.trees
    let leavesAt = nodesAt + 4 * counts.nodes
    trees = (0..<counts.trees).map { tree in
      (Int(word(Self.headerWords + 2 * tree)), Int(word(Self.headerWords + 2 * tree + 1)))
    }
    nodes = (0..<counts.nodes).map { node in
      let at = nodesAt + 4 * node
      return Node(
        feature: Int32(bitPattern: word(at)), threshold: number(at + 1),
        left: Int32(bitPattern: word(at + 2)),
        right: Int32(bitPattern: word(at + 3)))
    }
    leaves = (0..<counts.leaves).map { number(leavesAt + $0) }
    guard isSound else { return nil }
  }

  /// The walk through a tree is bounded by this: children come after their parents, and all is within bounds.
  private var isSound: Bool {
    for (index, tree) in trees.enumerated() {
      let end = index + 1 < trees.count ? trees[index + 1] : (node: nodes.count, leaf: leaves.count)
      guard tree.node < end.node, tree.leaf < end.leaf, end.node <= nodes.count, end.leaf <= leaves.count
      else { return false }
      for (place, node) in nodes[tree.node..<end.node].enumerated() {
        guard (0..<Int32(PairFeatures.count)).contains(node.feature) else { return false }
        for child in [node.left, node.right] {
          let isFine =
            child >= 0
            ? child > place && tree.node + Int(child) < end.node : tree.leaf + Int(-1 - child) < end.leaf
          guard isFine else { return false }
        }
      }
    }
    return true
  }

  /// The log odds that a pair with these features is one story from one text.
  func logOdds(_ features: PairFeatures) -> Float {
    features.values.withUnsafeBufferPointer { values in
      trees.reduce(bias) { sum, tree in
        var place = 0
        repeat {
          let node = nodes[tree.node + place]
          place = Int(values[Int(node.feature)] <= node.threshold ? node.left : node.right)
        } while place > 0
        return sum + leaves[tree.leaf - 1 - place]
      }
    }
  }
}
