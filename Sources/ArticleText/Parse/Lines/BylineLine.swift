/// Reads a line that names its reporters (기자 이름 줄).
///
/// `/노하린 기자 a@b`, `무안=구본휘 기자`, `노하린·구본휘 기자 a@b`, `노하린 기자, 구본휘 기자`, `노하린 인턴기자(…)`,
/// `글·사진=배도윤 팀장`, `서지안 교육학 박사·서울 물빛초 교장`, a mail address alone. Desks and publishers are
/// no persons. Source: the conventions of Korean papers, counted in the project's development data.
enum BylineLine {
  /// How sure the form alone makes it.
  enum Strength: Sendable, Comparable {
    /// A bare name, or a name with a title that anyone may have ("교수"): the place of the line must decide.
    case weak
    /// A reporter's title, or a mail address beside the name.
    case strong
  }

  /// What a byline says.
  struct Reading: Sendable {
    var bylines: [Byline] = []
    /// Addresses without a name beside them.
    var loneMails: [String] = []
    /// The place of `지역=이름 기자`.
    var place: String?
    var strength = Strength.weak
    /// Whether it names a desk ("온라인뉴스팀") or only a publisher.
    var isDesk = false
  }

  /// The longest line that is read as a byline; the longest seen names six authors.
  static let scalarsMax = 160

  /// What `line` says if it is a byline as a whole, else `nil`.
  static func read(_ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Reading? {
    guard line.count <= scalarsMax, !beginsAsText(line) else { return nil }
    var reading = Reading()
    var start = line.startIndex
    for mail in MailAddress.ranges(in: line) {
      let address = line[mail].string.lowercased()
      guard add(line[start..<mail.lowerBound], mail: address, &reading, publishers) else { return nil }
      start = mail.upperBound
    }
    guard add(line[start...], mail: nil, &reading, publishers) else { return nil }
    if reading.bylines.isEmpty && reading.loneMails.isEmpty && !reading.isDesk { return nil }
    if reading.bylines.isEmpty { reading.strength = .strong }
    return reading
  }

  /// Whether eight words stand at the start before any sign that parts a byline: `read` would refuse the first seven, as
  /// no person takes more than six. Most running text is turned away here.
  private static func beginsAsText(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    var words = 0
    var afterBlank = true
    for scalar in line {
      switch scalar {
      case ",", "·", "ㆍ", "/", "，", "∙", "・", "|", "=", "@", "(", ")", "[", "]": return false
      default: break
      }
      if afterBlank, scalar.isWordScalar {
        words += 1
        if words == 8 { return true }
      }
      afterBlank = scalar.isBlank
    }
    return false
  }

  /// Adds the names before an address, or the address alone; `false` when `words` are no names.
  private static func add(
    _ words: ArraySlice<Unicode.Scalar>, mail: String?, _ reading: inout Reading, _ publishers: Publishers
  ) -> Bool {
    let words = strip(words)
    if words.isEmpty {
      if let mail { reading.loneMails.append(mail) }
      return true
    }
    guard let names = names(in: words, &reading, publishers) else { return false }
    guard let mail else {
      reading.bylines.append(contentsOf: names)
      return true
    }
    // One address for two names is the last one's.
    reading.strength = .strong
    if let last = names.indices.last {
      reading.bylines.append(contentsOf: names[..<last])
      reading.bylines.append(Byline(name: names[last].name, email: mail, role: names[last].role))
    } else {
      reading.loneMails.append(mail)
    }
    return true
  }

  /// The byline at the end of a body line, after "/" or in brackets: its reading and where it begins.
  static func trailing(
    _ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers
  ) -> (reading: Reading, start: Int)? {
    let tail = line.suffix(80)
    for index in tail.indices.reversed() where tail[index] == "/" || tail[index] == "[" || tail[index] == "."
    {
      let from = tail[index] == "." ? index + 1 : index
      guard from < line.endIndex, let reading = read(line[from...], publishers), reading.strength == .strong,
        !reading.bylines.isEmpty
      else { continue }
      return (reading, from)
    }
    return nil
  }

  private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "[", "]", "(", ")", "<", ">", "【", "】", "|", "•", "·", "▶", "■", "◆", "=", ":", ",", ";", "-",
      "–", "—",
      "\"", "'", "《", "》", "&":
      true
    default: scalar.isBlank
    }
  }

  private static func strip(_ words: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    var slice = words
    while let first = slice.first, isEdge(first) { slice = slice.dropFirst() }
    while let last = slice.last, isEdge(last), last != ")" { slice = slice.dropLast() }
    return slice
  }

  /// The persons that `words` names, or `nil` when they are no byline.
  private static func names(
    in words: ArraySlice<Unicode.Scalar>, _ reading: inout Reading, _ publishers: Publishers
  ) -> [Byline]? {
    var found: [Byline] = []
    var pending: [String] = []
    var words = words
    if let equals = words.firstIndex(of: "="), BylinePerson.isTask(words[..<equals]) {
      words = words[(equals + 1)...]
    }
    var rest: ArraySlice<Unicode.Scalar>? = words
    var depth = 0
    while let piece = nextPiece(of: &rest, &depth).map(strip) {
      if piece.isEmpty { continue }
      guard let person = BylinePerson.read(piece, &reading, publishers) else {
        // "서지안 교육학 박사·서울 물빛초 교장": a second title of the same person.
        if let last = found.last, last.role != nil, BylinePerson.isTitle(piece) { continue }
        return nil
      }
      switch person {
      case .desk: reading.isDesk = true
      case .name(let name): pending.append(name)
      case .person(let byline):
        // In `A·B 기자` the title is for both.
        found.append(contentsOf: pending.map { Byline(name: $0, role: byline.role) })
        pending.removeAll()
        found.append(byline)
      }
    }
    found.append(contentsOf: pending.map { Byline(name: $0) })
    return found
  }

  /// Cuts a piece off at the next comma, middle dot or slash outside brackets: one by one, since the first one that is no
  /// name ends the reading.
  private static func nextPiece(
    of rest: inout ArraySlice<Unicode.Scalar>?, _ depth: inout Int
  ) -> ArraySlice<Unicode.Scalar>? {
    guard let words = rest else { return nil }
    for index in words.indices {
      switch words[index] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case ",", "·", "ㆍ", "/", "，", "∙", "・", "|":
        guard depth <= 0 else { continue }
        rest = words[(index + 1)...]
        return words[..<index]
      default: continue
      }
    }
    rest = nil
    return words
  }
}
