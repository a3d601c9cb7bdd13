/// Everything that `extractEntities` finds in one text. Offsets are Unicode scalars, end exclusive.
public struct EntityReport: Sendable, Equatable, Codable {
  /// The mentions, by `start`, then the longer first. Events form a layer of their own and may contain others.
  public var entities: [Entity]
  /// Cluster id → the spans `[start, end]` of the mentions of one person, organisation or place.
  public var clusters: [String: [[Int]]]
  /// The persons named in the text, in order of first mention.
  public var persons: [Person]
  /// What was said, and by whom.
  public var quotes: [Quotation]

  /// A report of its parts.
  public init(
    entities: [Entity] = [], clusters: [String: [[Int]]] = [:], persons: [Person] = [],
    quotes: [Quotation] = []
  ) {
    self.entities = entities
    self.clusters = clusters
    self.persons = persons
    self.quotes = quotes
  }
}

/// One mention in the text.
public struct Entity: Sendable, Equatable, Codable {
  /// What a mention is: KLUE-NER's six classes, and events and e-mail addresses.
  ///
  /// Source: KLUE-NER annotation guideline; `EV` and `EM` are this service's own.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case person = "PS"
    case organization = "OG"
    case place = "LC"
    case date = "DT"
    case time = "TI"
    case quantity = "QT"
    case event = "EV"
    case email = "EM"
  }

  /// Where the mention begins, in Unicode scalars.
  public var start: Int
  /// Where it ends, exclusive; its josa (case particle) is not part of it.
  public var end: Int
  /// The mention as printed.
  public var text: String
  /// Its class.
  public var type: Kind
  /// The id of the cluster it belongs to, for persons, organisations and places.
  public var cluster: String?
  /// The normalised value of a date, time, quantity or address; `nil` where it cannot be known.
  public var norm: NormalizedValue?
  /// The probability that span and class are right, 0...1.
  public var confidence: Double

  /// An entity of its parts.
  public init(
    start: Int, end: Int, text: String, type: Kind, cluster: String? = nil, norm: NormalizedValue? = nil,
    confidence: Double
  ) {
    self.start = start
    self.end = end
    self.text = text
    self.type = type
    self.cluster = cluster
    self.norm = norm
    self.confidence = confidence
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(start, forKey: .start)
    try members.encode(end, forKey: .end)
    try members.encode(text, forKey: .text)
    try members.encode(type, forKey: .type)
    try members.encode(cluster, forKey: .cluster)
    try members.encode(norm, forKey: .norm)
    try members.encode(confidence, forKey: .confidence)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case start, end, text, type, cluster, norm, confidence
  }
}

/// The value of a mention: a string (ISO 8601 date, time or duration; lower-cased address) or a quantity.
public enum NormalizedValue: Sendable, Equatable, Codable {
  case text(String)
  case quantity(Quantity)

  /// Decodes either form.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else {
      self = .quantity(try value.decode(Quantity.self))
    }
  }

  /// Encodes the value itself, without a wrapper.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .text(let text): try value.encode(text)
    case .quantity(let quantity): try value.encode(quantity)
    }
  }
}

/// A number or range with its unit. Either `value`, or `min` and `max`, is set; members that do not apply are absent.
public struct Quantity: Sendable, Equatable, Codable {
  /// The number ("100여명" → 100).
  public var value: Double?
  /// The lower end of a range ("3~5년" → 3).
  public var min: Double?
  /// The upper end of a range.
  public var max: Double?
  /// The unit as printed, measures as symbols ("명", "km", "%").
  public var unit: String
  /// `true` for a number marked as inexact by 여.
  public var approx: Bool?
  /// `true` for a place in an order ("제11회").
  public var ordinal: Bool?

  /// A quantity of its parts.
  public init(
    value: Double? = nil, min: Double? = nil, max: Double? = nil, unit: String, approx: Bool? = nil,
    ordinal: Bool? = nil
  ) {
    self.value = value
    self.min = min
    self.max = max
    self.unit = unit
    self.approx = approx
    self.ordinal = ordinal
  }
}

/// A person of the text with all that it says of him or her.
public struct Person: Sendable, Equatable, Codable {
  /// The id of the person's cluster ("P1").
  public var id: String
  /// The fullest name printed.
  public var name: String
  /// The titles used, each once, in order of appearance.
  public var titles: [String]
  /// The fullest name of the person's organisation; `nil` where the text names none.
  public var org: String?

  /// A person of its parts.
  public init(id: String, name: String, titles: [String] = [], org: String? = nil) {
    self.id = id
    self.name = name
    self.titles = titles
    self.org = org
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(id, forKey: .id)
    try members.encode(name, forKey: .name)
    try members.encode(titles, forKey: .titles)
    try members.encode(org, forKey: .org)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, name, titles, org
  }
}

/// A direct quotation and its speaker.
public struct Quotation: Sendable, Equatable, Codable {
  /// Where the quoted words begin, inside the quotation marks.
  public var start: Int
  /// Where they end, exclusive.
  public var end: Int
  /// The quoted words.
  public var text: String
  /// The speaker's full name, or the naming phrase where it is not a person; `nil` when unsure.
  public var speaker: String?
  /// The speaker's cluster.
  public var speakerCluster: String?

  /// A quotation of its parts.
  public init(start: Int, end: Int, text: String, speaker: String? = nil, speakerCluster: String? = nil) {
    self.start = start
    self.end = end
    self.text = text
    self.speaker = speaker
    self.speakerCluster = speakerCluster
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(start, forKey: .start)
    try members.encode(end, forKey: .end)
    try members.encode(text, forKey: .text)
    try members.encode(speaker, forKey: .speaker)
    try members.encode(speakerCluster, forKey: .speakerCluster)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case start, end, text, speaker, speakerCluster
  }
}
