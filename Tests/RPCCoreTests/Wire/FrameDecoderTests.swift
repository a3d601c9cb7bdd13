import Testing

@testable import RPCCore

/// An event that outlives the frame it was lent.
private enum Seen: Equatable {
  case frame([UInt8])
  case tooLarge(actual: Int)
  case refused

  init(_ event: FrameDecoder.Event) {
    switch event {
    case .frame(let bytes): self = .frame(Array(bytes))
    case .tooLarge(let actual): self = .tooLarge(actual: actual)
    case .refused: self = .refused
    }
  }
}

extension FrameDecoder {
  /// Takes a piece, pausing after every frame, and gives all that is whole now.
  fileprivate func take(_ piece: [UInt8], into events: inout [Seen]) throws(FrameError) {
    var piece = piece
    while true {
      let before = events.count
      try piece.withUnsafeBufferPointer { (bytes) throws(FrameError) in
        try decode(UnsafeRawBufferPointer(bytes)) { event in
          events.append(Seen(event))
          return false
        }
      }
      guard events.count > before else { return }
      piece = []
    }
  }
}

@Suite("Bytes to frames")
struct FrameDecoderTests {
  /// All events of a stream that arrives in the given pieces, and the error that ends it, if any.
  private func events(
    _ pieces: [[UInt8]], limits: RPCLimits = RPCLimits(), ends: Bool = true
  ) -> (events: [Seen], error: FrameError?) {
    let decoder = FrameDecoder(limits: limits)
    var events: [Seen] = []
    do throws(FrameError) {
      for piece in pieces { try decoder.take(piece, into: &events) }
    } catch {
      return (events, error)
    }
    if ends {
      decoder.finish { event in
        events.append(Seen(event))
        return true
      }
    }
    return (events, nil)
  }

  private func frames(_ texts: String...) -> [Seen] { texts.map { .frame(Array($0.utf8)) } }

  static let streams: [(String, [String])] = [
    ("Content-Length: 9\r\n\r\n{\"가\":1}Content-Length: 2\r\n\r\n{}", ["{\"가\":1}", "{}"]),
    ("content-length:2\r\nContent-Type: application/json\r\n\r\n{}", ["{}"]),
    ("CONTENT-LENGTH:   2  \n\n{}Content-Length: 4\n\nnull", ["{}", "null"]),
    ("{\"가\":\"😀\"}\n\n[1]\r\n{}", ["{\"가\":\"😀\"}", "[1]", "{}"]),
    (" \n\t{\"a\":1}\n", ["{\"a\":1}"]),
  ]

  @Test("a stream cut in two at every byte gives the same frames", arguments: streams)
  func everySplit(_ stream: (text: String, frames: [String])) {
    let bytes = Array(stream.text.utf8)
    let expected = stream.frames.map { Seen.frame(Array($0.utf8)) }
    for cut in 0...bytes.count {
      #expect(events([Array(bytes[..<cut]), Array(bytes[cut...])]).events == expected, "cut at \(cut)")
    }
    #expect(events(bytes.map { [$0] }).events == expected)
  }

  @Test(
    "a header that cannot be followed ends the stream",
    arguments: [
      "Content-Length: -1\r\n\r\n", "Content-Length: +1\r\n\r\n",
      "Content-Length: 99999999999999999999\r\n\r\n",
      "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", "Content-Type: x\r\n\r\n", "Content-Length\r\n\r\n",
      "Content-Length: \r\n\r\n", "Content-Length: 1a\r\n\r\n", "Content-Length: 9999999999\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{1}", "\"", "1",
    ])
  func badHeaders(_ text: String) { #expect(events([Array(text.utf8)]).error != nil) }

  @Test("a header without an end is bounded")
  func endlessHeader() {
    let result = events([[UInt8](repeating: UInt8(ascii: "A"), count: 5000)])
    #expect(result.error?.reason.contains("4096") == true)
  }

  @Test("a frame over the limit is told of and skipped, and the next one is read")
  func tooLarge() {
    var limits = RPCLimits()
    limits.requestBytesMax = 10
    let body = String(repeating: "x", count: 11)
    for pieces in [1, 3, 1000] {
      func cut(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: pieces).map {
          Array(bytes[$0..<min($0 + pieces, bytes.count)])
        }
      }
      let headers = events(
        cut("Content-Length: 11\r\n\r\n\(body)Content-Length: 2\r\n\r\n{}"), limits: limits)
      #expect(headers.events == [.tooLarge(actual: 11)] + frames("{}"))
      let lines = events(cut("{\(body)\n{}\n"), limits: limits)
      #expect(lines.events == [.tooLarge(actual: 12)] + frames("{}"))
    }
  }

  @Test("a half-sent frame is known as such, an idle stream is not")
  func knowsMidFrame() throws {
    let decoder = FrameDecoder(limits: RPCLimits())
    var events: [Seen] = []
    #expect(!decoder.isMidFrame)
    try decoder.take(Array("Content-Len".utf8), into: &events)
    #expect(decoder.isMidFrame && decoder.isMidHeader)
    try decoder.take(Array("gth: 2\r\n\r\n{".utf8), into: &events)
    #expect(events.isEmpty)
    #expect(decoder.isMidFrame && !decoder.isMidHeader)
    try decoder.take(Array("}".utf8), into: &events)
    #expect(events == frames("{}"))
    #expect(!decoder.isMidFrame)
  }

  @Test("nothing is held between frames, however the stream was cut")
  func holdsNothingBetweenFrames() throws {
    let decoder = FrameDecoder(limits: RPCLimits())
    var events: [Seen] = []
    for piece in ["{\"a\":", "1}\n{}", "\n"] { try decoder.take(Array(piece.utf8), into: &events) }
    #expect(events == frames("{\"a\":1}", "{}"))
    #expect(decoder.heldBytes == 0 && decoder.heldCapacity == 0)
  }

  @Test("a frame that is refused half way is skipped, and the next one is read")
  func refusesFrames() throws {
    for (start, rest, isToldAtOnce) in [
      ("Content-Length: 10\r\n\r\n{    ", "    }Content-Length: 2\r\n\r\n{}", true),
      ("{\"a\":", "1}\n{}\n", false),
    ] {
      let decoder = FrameDecoder(limits: RPCLimits())
      var events: [Seen] = []
      try decoder.take(Array(start.utf8), into: &events)
      #expect(decoder.refuseFrame() == isToldAtOnce)
      #expect(decoder.heldCapacity == 0)
      try decoder.take(Array(rest.utf8), into: &events)
      #expect(events == (isToldAtOnce ? [] : [.refused]) + frames("{}"))
    }
  }
}
