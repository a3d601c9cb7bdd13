/// Puts the report together: norms in reading order, clusters with their ids, persons, quotations.
struct ReportBuilder {
  private let table: MentionTable
  private let persons: Persons
  private let names: KnownNames
  private let organizations: [Cluster]
  private let places: [Cluster]
  private let publishedAt: CivilDate?
  /// The quotations, in order.
  private let quotes: [QuoteSpan]
  private var organizationOf: [Int: Int] = [:]
  private var placeOf: [Int: Int] = [:]

  init(_ table: MentionTable, _ persons: Persons, _ names: KnownNames, publishedAt: CivilDate?) {
    self.table = table
    self.persons = persons
    self.names = names
    self.publishedAt = publishedAt
    quotes = Quotes.find(table.scan.text)
    organizations = Clusters.join(table, kind: .organization, names)
    places = Clusters.join(table, kind: .place, names)
    for (number, cluster) in organizations.enumerated() {
      for member in cluster.members { organizationOf[member] = number }
    }
    for (number, cluster) in places.enumerated() {
      for member in cluster.members { placeOf[member] = number }
    }
  }

  func report() -> EntityReport {
    EntityReport(entities: entities(), clusters: clusterSpans(), persons: personList(), quotes: quotations())
  }

  private func entities() -> [Entity] {
    var resolver = DateResolver(published: publishedAt)
    var entities = table.indices.map { index in
      let mention = table[index]
      return Entity(
        start: mention.range.lowerBound, end: mention.range.upperBound, text: table.string(index),
        type: mention.kind, cluster: clusterID(index), norm: norm(index, &resolver),
        confidence: Confidence.calibrated(mention.confidence, mention.kind))
    }
    for index in entities.indices.dropLast() where isSameDate(index, index + 1) {
      entities[index].norm = entities[index + 1].norm
    }
    return entities
  }

  /// "목요일인 6일": both name one day, and the second says which.
  private func isSameDate(_ first: Int, _ second: Int) -> Bool {
    guard table[first].kind == .date, table[second].kind == .date, case .date? = table[first].reading else {
      return false
    }
    let end = table[first].range.upperBound
    return end + 2 == table[second].range.lowerBound && table.scan.literal("인 ", at: end) != nil
  }

  /// Whether a quotation holds `offset`. O(log n).
  private func isQuoted(_ offset: Int) -> Bool {
    var low = 0
    var high = quotes.count
    while low < high {
      let middle = (low + high) / 2
      if quotes[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < quotes.count && quotes[low].range.contains(offset)
  }

  private func norm(_ index: Int, _ resolver: inout DateResolver) -> NormalizedValue? {
    switch table[index].reading {
    case .address(let address)?: return .text(address)
    case .quantity(let quantity)?: return .quantity(quantity)
    case .duration(let iso)?:
      if table.scan[table[index].range.lowerBound] == "매" { resolver.noteSeveralDays() }
      return .text(iso)
    case .date(var expression)?:
      // Who says "오늘" in a quotation means the day that the article tells of.
      if case .offset? = expression.day, isQuoted(table[index].range.lowerBound) {
        expression.isAnaphoric = true
      }
      return resolver.resolve(expression).map { .text($0) }
    case .clock(let time)?: return resolver.resolve(time).map { .text($0) }
    case nil: return nil
    }
  }

  private func clusterID(_ index: Int) -> String? {
    switch table[index].kind {
    case .person: persons.owner[index].map { "P\($0 + 1)" }
    case .organization: organizationOf[index].map { "O\($0 + 1)" }
    case .place: placeOf[index].map { "L\($0 + 1)" }
    default: nil
    }
  }

  private func clusterSpans() -> [String: [[Int]]] {
    var spans: [String: [[Int]]] = [:]
    for index in table.indices {
      guard let id = clusterID(index) else { continue }
      spans[id, default: []].append([table[index].range.lowerBound, table[index].range.upperBound])
    }
    return spans
  }

  private func personList() -> [Person] {
    persons.records.enumerated().map { number, record in
      var person = Person(
        id: "P\(number + 1)", name: record.name, titles: record.titles, org: organization(of: record))
      if let known = names.person(named: record.name) {
        // What the operator knows may be of another day than the text: the text goes first.
        if person.titles.isEmpty, let title = known.title { person.titles = [title] }
        if person.org == nil { person.org = known.organisation }
      }
      return person
    }
  }

  private func organization(of record: PersonRecord) -> String? {
    guard let mention = record.organization else { return record.organizationInTitle }
    guard let cluster = organizationOf[mention] else {
      // A place beside a title says where the person is from, and nothing of an organisation.
      return record.organizationInTitle
    }
    return Organisations.reportedName(organizations[cluster].name)
  }

  private func quotations() -> [Quotation] {
    let speakers = Speakers(table, persons, quotes).resolve()
    return zip(quotes, speakers).map { span, speaker in
      var quotation = Quotation(
        start: span.range.lowerBound, end: span.range.upperBound, text: table.scan.text.string(span.range))
      switch speaker {
      case .person(let number)?:
        quotation.speaker = persons.records[number].name
        quotation.speakerCluster = "P\(number + 1)"
      case .phrase(let range)?:
        quotation.speaker = table.scan.text.string(range)
        if let index = table.startingAt(range.lowerBound), table[index].range == range {
          quotation.speakerCluster = clusterID(index)
        }
      case nil: break
      }
      return quotation
    }
  }
}
