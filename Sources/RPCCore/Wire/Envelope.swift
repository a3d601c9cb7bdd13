/// The members of one JSON-RPC message and where they are in their frame: what one strict pass over it finds.
///
/// Nothing is copied and nothing within `params` or `result` is noted; those are decoded once, by who knows their
/// type.
struct Envelope {
  /// The names that mean something, each as its bytes in the order in which a little-endian word holds them: that
  /// all are shorter than a word makes telling them apart one comparison.
  enum Name: UInt64 {
    case version = 0x63_7072_6e6f_736a
    case id = 0x6469
    case method = 0x646f_6874_656d
    case params = 0x736d_6172_6170
    case meta = 0x6174_656d
    case result = 0x746c_7573_6572
    case error = 0x72_6f72_7265

    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      // A name that ends in NUL would pack to the same word as the one without.
      guard bytes.count < 8, bytes.last != 0 else { return nil }
      var word: UInt64 = 0
      for byte in bytes.reversed() { word = word << 8 | UInt64(byte) }
      self.init(rawValue: word)
    }

    /// The name as it is written.
    var text: String {
      withUnsafeBytes(of: rawValue.littleEndian) { word in
        String(decoding: word.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
  }

  /// A value's place in the frame, and what it is. Of a string the quotes are not part of it.
  struct Member {
    var kind: JSONKind
    var start: Int32, end: Int32

    var range: Range<Int> { Int(start)..<Int(end) }
    /// The value as it stands in the frame, quotes included.
    var raw: Range<Int> { kind == .string || kind == .escapedString ? Int(start) - 1..<Int(end) + 1 : range }
  }

  var version: Member?, id: Member?, method: Member?, params: Member?, meta: Member?
  var result: Member?, error: Member?
  /// The first member of the envelope that stands twice.
  var duplicate: Name?
  /// The kind of a message that is no object.
  var otherKind: JSONKind?
}

/// A frame → the envelopes in it, in one pass that checks all of it: RFC 8259, UTF-8, depth, number of values.
struct EnvelopeScanner {
  enum Content {
    case single(Envelope)
    /// A batch, JSON-RPC 2.0, section 6; never empty.
    case batch([Envelope])
    case emptyBatch
    /// A batch over the limit of items.
    case tooManyItems(Int)
  }

  private let frame: UnsafeBufferPointer<UInt8>
  private let itemsMax: Int
  private var scanner: JSONScanner<NoValues>

  static func scan(_ frame: UnsafeBufferPointer<UInt8>, limits: RPCLimits) throws(JSONScanError) -> Content {
    var scan = EnvelopeScanner(frame, limits: limits)
    return try scan.content()
  }

  private init(_ frame: UnsafeBufferPointer<UInt8>, limits: RPCLimits) {
    self.frame = frame
    itemsMax = limits.batchItemsMax
    scanner = JSONScanner(frame, depthMax: limits.depthMax, valuesMax: limits.jsonValuesMax, sink: NoValues())
  }

  private mutating func content() throws(JSONScanError) -> Content {
    guard frame.count < Int32.max else { throw JSONScanError(offset: 0, reason: "too long") }
    let content: Content =
      scanner.peek() == UInt8(ascii: "[") ? try batch() : .single(try envelope())
    try scanner.expectEnd()
    return content
  }

  private mutating func batch() throws(JSONScanError) -> Content {
    try scanner.enterContainer()
    if scanner.take(UInt8(ascii: "]")) { return .emptyBatch }
    var items: [Envelope] = []
    var count = 0
    repeat {
      let item = try envelope()
      count += 1
      if count <= itemsMax { items.append(item) }
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "]")) else {
      throw scanner.fail("expected a comma or the end of the array")
    }
    scanner.leaveContainer()
    return count > itemsMax ? .tooManyItems(count) : .batch(items)
  }

  private mutating func envelope() throws(JSONScanError) -> Envelope {
    var envelope = Envelope()
    guard scanner.peek() == UInt8(ascii: "{") else {
      envelope.otherKind = try value().kind
      return envelope
    }
    try scanner.enterContainer()
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        let name = try scanner.scanName()
        let member = try value()
        note(member, named: name, in: &envelope)
      } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: "}")) else {
        throw scanner.fail("expected a comma or the end of the object")
      }
    }
    scanner.leaveContainer()
    return envelope
  }

  /// Scans one value and says what and where it is.
  private mutating func value() throws(JSONScanError) -> Envelope.Member {
    let first = scanner.peek()
    var start = scanner.index
    try scanner.scanValue()
    var end = scanner.index
    let kind: JSONKind
    switch first {
    case UInt8(ascii: "\""):
      start += 1
      end -= 1
      kind = hasEscape(start..<end) ? .escapedString : .string
    case UInt8(ascii: "{"): kind = .object
    case UInt8(ascii: "["): kind = .array
    case UInt8(ascii: "n"): kind = .null
    case UInt8(ascii: "t"): kind = .true
    case UInt8(ascii: "f"): kind = .false
    default: kind = .number
    }
    return Envelope.Member(kind: kind, start: Int32(start), end: Int32(end))
  }

  private func hasEscape(_ range: Range<Int>) -> Bool { frame[range].contains(UInt8(ascii: "\\")) }

  private func note(
    _ member: Envelope.Member, named name: (kind: JSONKind, range: Range<Int>), in envelope: inout Envelope
  ) {
    guard let known = memberName(name) else { return }
    let isNew =
      switch known {
      case .version: set(&envelope.version, member)
      case .id: set(&envelope.id, member)
      case .method: set(&envelope.method, member)
      case .params: set(&envelope.params, member)
      case .meta: set(&envelope.meta, member)
      case .result: set(&envelope.result, member)
      case .error: set(&envelope.error, member)
      }
    if !isNew, envelope.duplicate == nil { envelope.duplicate = known }
  }

  @inline(__always)
  private func memberName(_ name: (kind: JSONKind, range: Range<Int>)) -> Envelope.Name? {
    let bytes = UnsafeBufferPointer(rebasing: frame[name.range])
    guard name.kind == .escapedString else { return Envelope.Name(bytes) }
    var text = JSONStrings.unescaped(bytes)
    return text.withUTF8 { Envelope.Name($0) }
  }

  @inline(__always)
  private func set(_ slot: inout Envelope.Member?, _ member: Envelope.Member) -> Bool {
    guard slot == nil else { return false }
    slot = member
    return true
  }
}
