import Logging
import RPCCore

/// A key of the configuration: its name, what it may be, and which member it sets.
struct ConfigurationKey: Sendable {
  /// As it stands in the file, outer key first.
  let components: [String]
  /// What a value looks like, for messages and documents.
  let form: String
  /// What it is for, in a sentence.
  let meaning: String
  /// Whether a reload puts it into effect; otherwise the next start does.
  let isReloaded: Bool
  /// The member as text; `nil` where nothing is set.
  let text: @Sendable (ServiceConfiguration) -> String?
  /// Sets the member from text.
  let set: @Sendable (inout ServiceConfiguration, String) throws(ValueError) -> Void

  /// `limits.requestBytes`
  var name: String { components.joined(separator: ".") }

  /// `ARTICLE_LIMITS_REQUEST_BYTES`
  var variable: String { Self.variable(components) }

  /// The environment variable that stands for a key: words of its parts in capitals.
  static func variable(_ components: [String]) -> String {
    var name = "ARTICLE"
    for component in components {
      name += "_"
      var isAfterSmall = false
      for character in component.unicodeScalars {
        let isLetterOrDigit =
          character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
        if isAfterSmall, ("A"..."Z").contains(character) { name += "_" }
        isAfterSmall = ("a"..."z").contains(character)
        name += isLetterOrDigit ? String(character).uppercased() : "_"
      }
    }
    return name
  }
}

// MARK: Kinds of keys

extension ConfigurationKey {
  typealias Member<Value> = WritableKeyPath<ServiceConfiguration, Value> & Sendable

  /// How the text of a value is read and shown.
  private struct Form<Value: Sendable>: Sendable {
    let description: String
    let read: @Sendable (String) -> Value?
    let show: @Sendable (Value) -> String?
  }

  private init<Value>(
    _ name: String, _ member: any Member<Value>, _ form: Form<Value>, _ meaning: String, isReloaded: Bool
  ) {
    components = name.split(separator: ".").map(String.init)
    self.form = form.description
    self.meaning = meaning
    self.isReloaded = isReloaded
    text = { form.show($0[keyPath: member]) }
    set = { configuration, text throws(ValueError) in
      guard let value = form.read(text) else { throw ValueError(expected: form.description, found: text) }
      configuration[keyPath: member] = value
    }
  }

  static func path(
    _ name: String, _ member: any Member<String>, _ meaning: String, isReloaded: Bool
  ) -> Self {
    let form = Form<String>(
      description: "an absolute path", read: { $0.hasPrefix("/") ? $0 : nil }, show: { $0 })
    return Self(name, member, form, meaning, isReloaded: isReloaded)
  }

  static func path(_ name: String, _ member: any Member<String?>, _ meaning: String) -> Self {
    let form = Form<String?>(
      description: "a path", read: { $0.isEmpty ? String??.none : .some($0) }, show: { $0 })
    return Self(name, member, form, meaning, isReloaded: false)
  }

  static func level(_ name: String, _ member: any Member<Logger.Level>, _ meaning: String) -> Self {
    let words = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
    let form = Form<Logger.Level>(
      description: "one of \(words)", read: { Logger.Level(rawValue: $0) }, show: { $0.rawValue })
    return Self(name, member, form, meaning, isReloaded: true)
  }

  static func count(
    _ name: String, _ member: any Member<Int>, _ range: ClosedRange<Int>, _ meaning: String,
    isReloaded: Bool = true
  ) -> Self {
    let form = Form<Int>(
      description: "a number from \(range.lowerBound) to \(range.upperBound)",
      read: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, show: { String($0) })
    return Self(name, member, form, meaning, isReloaded: isReloaded)
  }

  static func bytes(
    _ name: String, _ member: any Member<Int>, _ range: ClosedRange<Int>, _ meaning: String
  ) -> Self {
    let form = Form<Int>(
      description: "a size from \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))",
      read: { ByteSize.bytes($0).flatMap { range.contains($0) ? $0 : nil } }, show: ByteSize.text)
    return Self(name, member, form, meaning, isReloaded: true)
  }

  static func time(
    _ name: String, _ member: any Member<Duration>, _ range: ClosedRange<Duration>, _ meaning: String
  ) -> Self {
    let form = Form<Duration>(
      description: words(range), read: { duration($0, in: range) }, show: TimeSpan.text)
    return Self(name, member, form, meaning, isReloaded: true)
  }

  /// A time, or `off`.
  static func timeOrOff(
    _ name: String, _ member: any Member<Duration?>, _ range: ClosedRange<Duration>, _ meaning: String
  ) -> Self {
    let form = Form<Duration?>(
      description: words(range) + ", or off",
      read: { text in
        // The outer optional is a value that was understood. To YAML `off` is also `false`.
        text == "off" || text == "false" ? .some(nil) : duration(text, in: range).map(Optional.some)
      }, show: { $0.map(TimeSpan.text) ?? "off" })
    return Self(name, member, form, meaning, isReloaded: true)
  }

  /// A number of days, or `off`.
  static func daysOrOff(
    _ name: String, _ member: any Member<Int?>, _ range: ClosedRange<Int>, _ meaning: String
  ) -> Self {
    let form = Form<Int?>(
      description: "a number of days from \(range.lowerBound) to \(range.upperBound), or off",
      read: { text in
        text == "off" || text == "false"
          ? .some(nil) : Int(text).flatMap { range.contains($0) ? $0 : nil }.map(Optional.some)
      }, show: { $0.map(String.init) ?? "off" })
    return Self(name, member, form, meaning, isReloaded: true)
  }

  static func index(_ name: String, _ member: any Member<IndexPlace>, _ meaning: String) -> Self {
    let form = Form<IndexPlace>(
      description: "file, or an address postgresql://…", read: IndexPlace.init(text:), show: { $0.shown })
    return Self(name, member, form, meaning, isReloaded: false)
  }

  private static func words(_ range: ClosedRange<Duration>) -> String {
    "a time from \(TimeSpan.text(range.lowerBound)) to \(TimeSpan.text(range.upperBound))"
  }

  private static func duration(_ text: String, in range: ClosedRange<Duration>) -> Duration? {
    TimeSpan.duration(text).flatMap { range.contains($0) ? $0 : nil }
  }
}
