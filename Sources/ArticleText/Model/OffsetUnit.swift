/// What an offset counts. The library itself always counts Unicode scalars; callers in languages whose strings
/// are indexed otherwise ask for theirs.
public enum OffsetUnit: String, Sendable, Codable, CaseIterable {
  /// Unicode scalars, as Python's `str` counts.
  case scalar
  /// UTF-8 bytes, as Go, Rust and C count.
  case utf8
  /// UTF-16 code units, as JavaScript, Java and C# count.
  case utf16
}

/// Scalar offsets of one text → offsets in another unit. Made once in O(length), asked in O(1).
public struct OffsetTable: Sendable {
  /// The unit's offset of each scalar and of the end; `nil` when the unit is scalars.
  private let offsets: [Int]?

  /// The table of `text` for `unit`.
  public init(_ text: String, unit: OffsetUnit) {
    switch unit {
    case .scalar: offsets = nil
    case .utf8: offsets = Self.sums(text) { $0.utf8.count }
    case .utf16: offsets = Self.sums(text) { $0.utf16.count }
    }
  }

  private static func sums(_ text: String, _ width: (Unicode.Scalar) -> Int) -> [Int] {
    var offsets = [0]
    for scalar in text.unicodeScalars { offsets.append(offsets[offsets.count - 1] + width(scalar)) }
    return offsets
  }

  /// The offset in the table's unit of a scalar offset of its text; one past the end is the end.
  public func callAsFunction(_ offset: Int) -> Int {
    guard let offsets else { return offset }
    return offsets[min(max(offset, 0), offsets.count - 1)]
  }
}

extension EntityReport {
  /// The same report with its offsets, which count scalars of `text`, in another unit.
  public func offsets(in unit: OffsetUnit, of text: String) -> EntityReport {
    guard unit != .scalar else { return self }
    let table = OffsetTable(text, unit: unit)
    var report = self
    for index in report.entities.indices {
      report.entities[index].start = table(entities[index].start)
      report.entities[index].end = table(entities[index].end)
    }
    for index in report.quotes.indices {
      report.quotes[index].start = table(quotes[index].start)
      report.quotes[index].end = table(quotes[index].end)
    }
    report.clusters = clusters.mapValues { $0.map { $0.map { table($0) } } }
    return report
  }
}

extension Article {
  /// The same article with its blocks' offsets, which count scalars of `text`, in another unit.
  public func offsets(in unit: OffsetUnit, of text: String) -> Article {
    guard unit != .scalar, let blocks else { return self }
    let table = OffsetTable(text, unit: unit)
    var article = self
    article.blocks = blocks.map { block in
      var block = block
      block.start = table(block.start)
      block.end = table(block.end)
      return block
    }
    return article
  }
}
