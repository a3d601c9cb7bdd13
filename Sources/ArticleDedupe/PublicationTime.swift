private import ArticleText

/// The time of an article, read from ISO 8601 as seconds since 1970-01-01T00:00:00Z.
package enum PublicationTime {
  /// Reads a date ("2025-03-28") or a date-time ("2025-03-28T15:40:00.5+09:00", seconds optional).
  ///
  /// A date is its midnight, and a time without a zone is Korean (+09:00), as the service contract has it.
  /// - Returns: `nil` for anything else.
  package static func seconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes.count <= 40, let day = CivilDate(iso: text) else { return nil }
    var scanner = Scanner(bytes: bytes, position: 10)
    var seconds = 0
    var offset = 9 * 60
    if !scanner.isAtEnd {
      guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
        let hour = scanner.twoDigits(), hour < 24, scanner.take(":"),
        let minute = scanner.twoDigits(), minute < 60
      else { return nil }
      seconds = hour * 3600 + minute * 60
      if scanner.take(":") {
        guard let second = scanner.twoDigits(), second <= 60 else { return nil }
        seconds += second
        if scanner.take(".") { guard scanner.skipDigits() else { return nil } }
      }
      guard let zone = scanner.zone() else { return nil }
      offset = zone
    }
    guard scanner.isAtEnd else { return nil }
    return Int64(day.dayNumber) * 86_400 + Int64(seconds) - Int64(offset) * 60
  }

  /// Reads a time that may be absent.
  @discardableResult
  package static func validate(_ text: String?) throws(DedupeError) -> Int64? {
    guard let text else { return nil }
    guard let seconds = seconds(text) else { throw .invalidTime }
    return seconds
  }

  /// "2025-03-28T06:40:00Z".
  package static func text(_ seconds: Int64) -> String {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - days * 86_400)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { CivilDate.padded($0, 2) }
    return "\(CivilDate(dayNumber: Int(days)).iso)T\(clock.joined(separator: ":"))Z"
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position: Int

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard position < bytes.count, UInt32(bytes[position]) == scalar.value else { return false }
      position += 1
      return true
    }

    mutating func twoDigits() -> Int? {
      guard position + 2 <= bytes.count, let tens = digit(position), let ones = digit(position + 1) else {
        return nil
      }
      position += 2
      return tens * 10 + ones
    }

    mutating func skipDigits() -> Bool {
      let start = position
      while digit(position) != nil { position += 1 }
      return position > start
    }

    /// Minutes east of Greenwich.
    mutating func zone() -> Int? {
      if isAtEnd { return 9 * 60 }
      if take("Z") || take("z") { return 0 }
      let west = take("-")
      guard west || take("+"), let hours = twoDigits(), hours < 24 else { return nil }
      _ = take(":")
      guard let minutes = isAtEnd ? 0 : twoDigits(), minutes < 60 else { return nil }
      return (hours * 60 + minutes) * (west ? -1 : 1)
    }

    private func digit(_ index: Int) -> Int? {
      guard index < bytes.count, (0x30...0x39).contains(bytes[index]) else { return nil }
      return Int(bytes[index]) - 0x30
    }
  }
}
