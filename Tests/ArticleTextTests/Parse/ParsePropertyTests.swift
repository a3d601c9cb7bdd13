import Testing

@testable import ArticleText

/// What holds of parsing whatever the article.
@Suite("Parsing, properties")
struct ParsePropertyTests {
  private let parser = ArticleParser()

  /// A random article of fictional sentences, in one of several forms, with residue here and there.
  private func article(_ seed: Int) -> String {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func pick(_ list: [String]) -> String { list[next(list.count)] }
    let subjects = ["한솔시는", "나래대 연구팀은", "물빛군 의회는", "시민단체들은", "도는", "정부는"]
    let whens = ["2일", "지난해 10월", "올해 상반기", "이날 오후", "다음 달 5일까지"]
    let objects = ["하천 산책로 2㎞ 구간을", "경보 장비 40대를", "예산 12억 원을", "공청회 자료를", "새 청사 설계안을"]
    let predicates = ["고쳐 다시 열기로 했다.", "모두 바꾸겠다고 밝혔다.", "주민들에게 먼저 알렸다고 설명했다.", "두 차례 나누어 살펴본 것으로 나타났다."]
    var lines = ["한솔시 \(pick(["산책로", "경보", "청사", "축제"])) 이야기 \(next(90) + 10)"]
    lines.append(pick(["2026년 03월 02일(월) 15:40 가가", "입력 2026.03.02 15:40", "승인 2026.03.02 19:41"]))
    for _ in 0..<(3 + next(6)) {
      let sentences = (0..<(2 + next(3))).map { _ in
        "\(pick(subjects)) \(pick(whens)) \(pick(objects)) \(pick(predicates))"
      }
      lines.append(sentences.joined(separator: " "))
      if next(4) == 0 { lines.append(pick(["공유하기", "다시 문을 연 산책로. /한솔시 제공", "가 가"])) }
    }
    lines.append("/노하린 기자 harin@saebyeok.example")
    lines.append("저작권자 © 새벽뉴스 무단전재 및 재배포 금지")
    return lines.joined(separator: next(2) == 0 ? "\n" : "\n\n")
  }

  @Test("what was cleaned stays clean: parsing the result again keeps title and body", arguments: 0..<40)
  func idempotent(_ seed: Int) throws {
    let once = try parser.parse(.text(article(seed)))
    #expect(once.paragraphs.count >= 3)
    let twice = try parser.parse(.text(once.text))
    #expect(twice.paragraphs == once.paragraphs)
    #expect(twice.title == once.title)
  }

  @Test("the samples too")
  func samples() throws {
    for text in try ParseFixtures.texts() {
      let once = try parser.parse(.text(text))
      let twice = try parser.parse(.text(once.text))
      let lost = once.paragraphs.filter { !twice.paragraphs.contains($0) }
      #expect(lost.isEmpty, "\(lost)")
    }
  }

  @Test("no more text out than in, and each paragraph's letters are the input's, in order", arguments: 0..<40)
  func nothingInvented(_ seed: Int) throws {
    let text = article(seed)
    let result = try parser.parse(.text(text))
    #expect(result.paragraphs.joined(separator: "\n").unicodeScalars.count <= text.unicodeScalars.count)
    var rest = Array(text.unicodeScalars)[...]
    for scalar in result.paragraphs.joined().unicodeScalars where scalar.isWordScalar {
      guard let index = rest.firstIndex(of: scalar) else {
        Issue.record("\(scalar) is not in the input, or not there")
        return
      }
      rest = rest[(index + 1)...]
    }
  }

  @Test("a text and the page made of it have one body", arguments: 0..<20)
  func textAndPage(_ seed: Int) throws {
    let text = article(seed)
    let lines = text.split(separator: "\n").map(String.init)
    let page =
      "<html><head><title>\(lines[0])</title></head><body><ul><li><a href=/>홈</a></li><li><a href=/p>정치</a></li></ul>"
      + "<div class=\"article\"><h1>\(lines[0])</h1><div class=\"info\">\(lines[1])</div><div id=\"article-body\">"
      + lines.dropFirst(2).map { "<p>\($0)</p>" }.joined()
      + "</div></div><div class=\"footer\"><a href=/c>회사소개</a></div></body></html>"
    #expect(try parser.parse(.html(page)).paragraphs == parser.parse(.text(text)).paragraphs)
  }
}
