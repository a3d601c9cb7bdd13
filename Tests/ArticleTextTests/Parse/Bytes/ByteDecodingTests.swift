import Testing

@testable import ArticleText

/// CP949 bytes of a text, by a table made with the decoder.
enum CP949 {
  private static let table: [Unicode.Scalar: [UInt8]] = {
    var table: [Unicode.Scalar: [UInt8]] = [:]
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x41)...0xFE {
        guard let (text, errors) = Iconv.decode([lead, trail], from: .cp949), errors == 0,
          text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first
        else { continue }
        table[scalar] = [lead, trail]
      }
    }
    return table
  }()

  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { $0.value < 0x80 ? [UInt8($0.value)] : table[$0] ?? [0x3F] }
  }
}

@Suite("ByteDecoding")
struct ByteDecodingTests {
  let sentence = "한솔시는 똠방각하와 펲시콜라를 햏자에게 건넸다고 밝혔다. 뷁!"

  @Test("CP949 is found without a label, and syllables that only CP949 has survive")
  func undeclared() throws {
    let decoded = try ByteDecoding.decode(CP949.bytes(sentence), charset: nil)
    #expect(decoded.text == sentence)
    #expect(decoded.charset == "cp949")
  }

  @Test(
    "every label of the EUC-KR family means CP949",
    arguments: ["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "\"ksc5601\""])
  func labels(_ label: String) throws {
    #expect(try ByteDecoding.decode(CP949.bytes(sentence), charset: label).text == sentence)
  }

  @Test(
    "a page's declaration is read",
    arguments: [
      "<meta charset=euc-kr>", "<META http-equiv=Content-Type content=\"text/html; charset=ks_c_5601-1987\">",
    ])
  func declared(_ meta: String) throws {
    let decoded = try ByteDecoding.decode(CP949.bytes("<html>\(meta)<p>\(sentence)"), charset: nil)
    #expect(decoded.charset == "cp949")
    #expect(decoded.text.hasSuffix(sentence))
  }

  @Test("a wrong declaration loses against valid UTF-8")
  func lyingDeclaration() throws {
    let page = "<meta charset=euc-kr><p>\(String(repeating: sentence, count: 5))"
    let decoded = try ByteDecoding.decode(Array(page.utf8), charset: nil)
    #expect(decoded.text == page)
    #expect(decoded.charset == "utf-8")
  }

  @Test("byte order marks decide")
  func marks() throws {
    let units: [UInt8] = "한솔 A".utf16.flatMap { (unit: UInt16) in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let little: [UInt8] = [0xFF, 0xFE] + units
    #expect(try ByteDecoding.decode(little, charset: nil).text == "한솔 A")
    #expect(try ByteDecoding.decode([0xEF, 0xBB, 0xBF] + Array("한솔".utf8), charset: nil).text == "한솔")
  }

  @Test("a page cut inside a syllable is read with a warning")
  func cut() throws {
    let decoded = try ByteDecoding.decode(Array(sentence.utf8) + [0xED, 0x95], charset: nil)
    #expect(decoded.text.hasPrefix(sentence))
    #expect(decoded.warnings.map(\.code) == ["bad-bytes"])
  }

  @Test("bytes that no charset explains are refused with their offset; so are unknown labels and binaries")
  func refused() {
    let noise = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 197 | 0x80) }
    #expect(throws: ParseError.self) { try ByteDecoding.decode(noise, charset: "utf-8") }
    #expect(throws: ParseError.charset("unknown charset: klingon", offset: nil)) {
      try ByteDecoding.decode([0x41], charset: "klingon")
    }
    #expect(throws: ParseError.unsupportedInput(reason: "the input is binary")) {
      try ByteDecoding.decode([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 0, 1, 2, 3], charset: nil)
    }
  }
}

@Suite("Mojibake")
struct MojibakeTests {
  private func latin1(_ bytes: [UInt8]) -> String {
    bytes.map { Unicode.Scalar($0) }[...].string
  }

  @Test("CP949 and UTF-8 read as Latin-1 are reversed")
  func roundTrip() throws {
    for text in try ParseFixtures.texts() {
      let plain = text.unicodeScalars.filter { CP949.bytes(String($0)) != [0x3F] || $0 == "?" }.map { $0 }[
        ...
      ].string
      #expect(Mojibake.repair(latin1(CP949.bytes(plain))) == plain)
      #expect(Mojibake.repair(latin1(Array(text.utf8))) == text)
    }
  }

  @Test("a lost soft hyphen is put back")
  func lostBytes() {
    let text = "한솔에서 막을 올린 마을 잔치에서 솜씨를 뽐낸 이웃들의 살림 이야기를 책으로 엮었다고 설명했다."
    let bytes = CP949.bytes(text).filter { $0 != 0xAD }
    #expect(bytes.count < CP949.bytes(text).count)
    #expect(Mojibake.repair(latin1(bytes)) == text)
  }

  @Test(
    "sound text is left alone",
    arguments: [
      "L’été dernier, près de la forêt, où l’on déjeunait à l’ombre, les élèves étaient épuisés.",
      "Größe, Übermut, Füße, Äpfel, Öl, Spaß, außen, müßig, fröhlich, ähnlich",
      "A emenda não são só informações: ações, opções, condições, situação, coração, João.",
      "한솔시는 16일 café에서 포럼을 열었다.", "plain ASCII", "價格 上昇 발표", "©®™ «» ¿¡ ½¼¾ ±×÷ §¶ ° µ",
    ])
  func sound(_ text: String) {
    #expect(Mojibake.repair(text) == nil)
  }

  @Test("the parser says that it repaired")
  func warning() throws {
    let article = try ArticleParser().parse(.text(latin1(CP949.bytes(ParseFixtures.wire))))
    #expect(article.warnings.map(\.code) == ["mojibake-repaired"])
    #expect(article.dateline?.agency == "연합뉴스")
  }
}
