/// The arguments of `train`.
struct Options {
  let model: String
  private(set) var corpora: [(path: String, weight: Float)] = []
  private(set) var settings = TrainingSettings()
  /// Chosen on whole articles and held-out sentences together; see README.md.
  private(set) var outsideBias: Float = 0
  private(set) var largest: Float = 4

  init(_ arguments: [String]) throws {
    model = arguments[0]
    var index = 1
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if argument.hasPrefix("--") {
        guard index < arguments.count else { throw Failure.usage("\(argument) wants a value") }
        try set(String(argument.dropFirst(2)), arguments[index])
        index += 1
      } else {
        let parts = argument.split(separator: ":", maxSplits: 1)
        corpora.append((String(parts[0]), parts.count > 1 ? Float(parts[1]) ?? 1 : 1))
      }
    }
  }

  private mutating func set(_ name: String, _ text: String) throws {
    guard let value = Double(text) else { throw Failure.usage("--\(name): \(text) is no number") }
    switch name {
    case "epochs": settings.epochs = Int(value)
    case "epochs-pruned": settings.epochsPruned = Int(value)
    case "rate": settings.rate = Float(value)
    case "damping": settings.damping = Float(value)
    case "dropout": settings.dropout = value
    case "decay": settings.decay = Float(value)
    case "cutoff": settings.cutoff = Int(value)
    case "sets": settings.sets = Int(value)
    case "seed": settings.seed = UInt64(value)
    case "outside-bias": outsideBias = Float(value)
    case "largest": largest = Float(value)
    default: throw Failure.usage("unknown option --\(name)")
    }
  }
}
