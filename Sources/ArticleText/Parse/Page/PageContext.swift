private import Foundation

/// What the first stage of the page model made of the lines around each line: more numbers for the second stage.
struct PageContext {
  /// The rows, one after the other.
  private(set) var values: [Float] = []

  /// The numbers of one row.
  static let width = 1 + neighbours.count + windows.count + 3 + 2 * levels

  private static let neighbours = [-3, -2, -1, 1, 2, 3]
  /// Lines to each side.
  private static let windows = [5, 15]
  /// Elements around the line, each holding more text than the one before.
  private static let levels = 4

  /// - Parameters:
  ///   - letters: of each line how many letters and digits it has.
  ///   - probabilities: of each line, by the first stage.
  init(_ page: HTMLPage, letters: [Int], probabilities: [Float]) {
    let count = letters.count
    let weights = letters.map { Float(max(1, $0)) }
    // Double, so that single letters still count behind a line of millions.
    var (chosen, all) = ([0.0], [0.0])
    for index in 0..<count {
      chosen.append(chosen[index] + Double(probabilities[index] * weights[index]))
      all.append(all[index] + Double(weights[index]))
    }
    let total = chosen[count]
    let sums = Sums(page, weights, probabilities)
    values.reserveCapacity(count * Self.width)
    for index in 0..<count {
      values.append(probabilities[index])
      for offset in Self.neighbours {
        let neighbour = index + offset
        values.append((0..<count).contains(neighbour) ? probabilities[neighbour] : -1)
      }
      for radius in Self.windows {
        let (from, to) = (max(0, index - radius), min(count, index + radius + 1))
        values.append(Float((chosen[to] - chosen[from]) / (all[to] - all[from])))
      }
      values.append(Float(chosen[index] / max(1, total)))
      values.append(Float((total - chosen[index + 1]) / max(1, total)))
      values.append(Float(log2(1 + total)))
      var element = page.lines[index].markup.container
      for _ in 0..<Self.levels {
        guard element >= 0 else {
          values.append(-1)
          values.append(-1)
          continue
        }
        values.append(sums.chosen[element] / max(1, sums.all[element]))
        values.append(sums.chosen[element] / Float(max(1e-6, total)))
        element = sums.wider[element]
      }
    }
  }

  /// Of each element with all that it holds.
  private struct Sums {
    /// Letters, weighted by their lines' probabilities.
    var chosen: [Float]
    var all: [Float]
    /// The nearest element around it that holds more text, or -1.
    var wider: [Int]

    init(_ page: HTMLPage, _ weights: [Float], _ probabilities: [Float]) {
      chosen = Array(repeating: 0, count: page.elements.count)
      all = chosen
      wider = Array(repeating: -1, count: page.elements.count)
      for (index, line) in page.lines.enumerated() where line.markup.container >= 0 {
        chosen[line.markup.container] += weights[index] * probabilities[index]
        all[line.markup.container] += weights[index]
      }
      for (index, element) in page.elements.enumerated().reversed() where element.parent >= 0 {
        chosen[element.parent] += chosen[index]
        all[element.parent] += all[index]
      }
      for (index, element) in page.elements.enumerated() where element.parent >= 0 {
        wider[index] = all[element.parent] > all[index] ? element.parent : wider[element.parent]
      }
    }
  }
}
