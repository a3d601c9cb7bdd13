import Foundation
import Testing

@testable import ArticleText

@Suite("The operator's files") struct OperatorKnowledgeTests {
  private static func problems(_ files: [String: [UInt8]]) -> [String] {
    do {
      _ = try OperatorKnowledge(files: files)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  private static func problems(_ file: String, _ text: String) -> [String] {
    problems([file: Array(text.utf8)])
  }

  @Test("every file is read, comments, empty lines, BOM and CR LF or not")
  func reading() throws {
    let knowledge = try OperatorKnowledge(
      persons: "\u{FEFF}# 이름\t직함\t소속\r\n윤태경\t시장\t한솔시\r\n\r\n서지안\t\t나래대학교\r\n  노하린  \r\n",
      organisations: "누리증권\t누리|누리투자증권\n한솔연구원\n   \n다온재단\t",
      publishers: "News.Saebyeok.example\t새벽뉴스\nsaebyeok.example\t새벽뉴스",
      residue: "새벽뉴스 앱을 내려받으세요")
    #expect(knowledge.persons.map(\.name) == ["윤태경", "서지안", "노하린"])
    #expect(knowledge.persons.map(\.title) == ["시장", nil, nil])
    #expect(knowledge.persons.map(\.organisation) == ["한솔시", "나래대학교", nil])
    #expect(knowledge.organisations.map(\.name) == ["누리증권", "한솔연구원", "다온재단"])
    #expect(knowledge.organisations.map(\.aliases) == [["누리", "누리투자증권"], [], []])
    #expect(knowledge.publishers.map(\.domain) == ["news.saebyeok.example", "saebyeok.example"])
    #expect(knowledge.publishers.map(\.name) == ["새벽뉴스", "새벽뉴스"])
    #expect(knowledge.residue == ["새벽뉴스 앱을 내려받으세요"])
  }

  @Test("no files, empty files and files of comments are no knowledge")
  func nothing() throws {
    #expect(try OperatorKnowledge(files: [:]) == .none)
    #expect(try OperatorKnowledge(persons: "# nobody", residue: "\n\n") == .none)
  }

  @Test("the files that are installed explain themselves and say nothing")
  func installed() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let files = try OperatorKnowledge.fileNames.map { name in
      (name, try Array(Data(contentsOf: root.appendingPathComponent("deploy/etc/\(name)"))))
    }
    #expect(try OperatorKnowledge(files: Dictionary(uniqueKeysWithValues: files)) == .none)
  }

  @Test("decomposed names are composed, so that they are found and told apart")
  func composition() throws {
    let decomposed = "윤태경".decomposedStringWithCanonicalMapping
    let knowledge = try OperatorKnowledge(persons: decomposed)
    #expect(knowledge.persons.first?.name.unicodeScalars.count == 3)
    #expect(
      Self.problems("persons.tsv", "윤태경\n\(decomposed)")
        == ["persons.tsv:2: “윤태경” is in persons.tsv:1 already"])
  }

  @Test(
    "a bad row is named by file, line and reason",
    arguments: [
      ("persons.tsv", "윤태경\t시장\t한솔시\t또", "persons.tsv:1: 4 columns, expected 1 to 3"),
      ("persons.tsv", "# 이름\n\n\t시장", "persons.tsv:3: empty name"),
      ("persons.tsv", "윤", "persons.tsv:1: shorter than 2 characters: “윤”"),
      ("persons.tsv", "윤태경2", "persons.tsv:1: a person's name has no digits: “윤태경2”"),
      ("persons.tsv", "윤태경２", "persons.tsv:1: a person's name has no digits: “윤태경２”"),
      ("persons.tsv", "…?", "persons.tsv:1: no letters or digits: “…?”"),
      ("persons.tsv", "윤태경\n서지안\n윤태경", "persons.tsv:3: “윤태경” is in persons.tsv:1 already"),
      ("persons.tsv", "윤태경\u{0}", "persons.tsv:1: control character U+0000"),
      ("persons.tsv", "윤태경\r서지안", "persons.tsv:1: control character U+000D"),
      ("persons.tsv", "윤태경\u{85}", "persons.tsv:1: control character U+0085"),
      ("organisations.tsv", "누리증권\t누리\t누리투자", "organisations.tsv:1: 3 columns, expected 1 to 2"),
      ("organisations.tsv", "\t누리", "organisations.tsv:1: empty name"),
      ("organisations.tsv", "누리증권\t누리||", "organisations.tsv:1: empty name"),
      ("organisations.tsv", "누리증권\t누", "organisations.tsv:1: shorter than 2 characters: “누”"),
      (
        "organisations.tsv", "누리증권\t누리\n누리전자\t누리",
        "organisations.tsv:2: “누리” is in organisations.tsv:1 already"
      ),
      ("organisations.tsv", "누리증권\t누리증권", "organisations.tsv:1: “누리증권” is in organisations.tsv:1 already"),
      ("publishers.tsv", "saebyeok.example", "publishers.tsv:1: 1 columns, expected 2"),
      ("publishers.tsv", "saebyeok.example\t", "publishers.tsv:1: empty name"),
      ("publishers.tsv", "\t새벽뉴스", "publishers.tsv:1: not a domain: “”"),
      ("publishers.tsv", "saebyeok\t새벽뉴스", "publishers.tsv:1: not a domain: “saebyeok”"),
      ("publishers.tsv", "-a.example\t새벽뉴스", "publishers.tsv:1: not a domain: “-a.example”"),
      ("publishers.tsv", "a..example\t새벽뉴스", "publishers.tsv:1: not a domain: “a..example”"),
      ("publishers.tsv", "새벽.example\t새벽뉴스", "publishers.tsv:1: not a domain: “새벽.example”"),
      (
        "publishers.tsv", "http://a.example/\t새벽뉴스",
        "publishers.tsv:1: not a domain: “http://a.example/”"
      ),
      (
        "publishers.tsv", "a.example\t새벽뉴스\nA.example\t한낮뉴스",
        "publishers.tsv:2: “a.example” is in publishers.tsv:1 already"
      ),
      (
        "publishers.tsv", "a.example\tDawn News\nb.example\tDAWN NEWS",
        "publishers.tsv:2: “DAWN NEWS” is “Dawn News” in line 1; one spelling must be reported"
      ),
      ("residue.tsv", "앱을\t내려받으세요", "residue.tsv:1: 2 columns, expected 1"),
      ("residue.tsv", "▶ ▶ ▶", "residue.tsv:1: no letters or digits: “▶ ▶ ▶”"),
      ("residue.tsv", "앱 보기\n[앱보기]", "residue.tsv:2: “[앱보기]” is in residue.tsv:1 already"),
      (
        "person.tsv", "윤태경",
        "person.tsv:1: no such file is read; the files are persons.tsv, organisations.tsv, publishers.tsv, "
          + "residue.tsv"
      ),
    ])
  func badRows(_ file: String, _ text: String, _ problem: String) {
    #expect(Self.problems(file, text) == [problem])
  }

  @Test("names of people and of organisations are told apart across the two files")
  func acrossFiles() {
    let files = ["persons.tsv": Array("한별".utf8), "organisations.tsv": Array("한별전자\t한별".utf8)]
    #expect(Self.problems(files) == ["organisations.tsv:1: “한별” is in persons.tsv:1 already"])
  }

  @Test("bytes that are not UTF-8 are refused with their line, in a comment too")
  func charset() {
    let cp949: [UInt8] = [0xC0, 0xB1]
    #expect(
      Self.problems(["residue.tsv": Array("앱 보기\n# ".utf8) + cp949 + Array("\n".utf8) + cp949])
        == ["residue.tsv:2: not UTF-8", "residue.tsv:3: not UTF-8"])
  }

  @Test("a name has 40 scalars and a line 4 KiB at most")
  func lengths() {
    let letters = { String(repeating: "a", count: $0) }
    #expect(Self.problems("persons.tsv", letters(40)).isEmpty)
    #expect(
      Self.problems("persons.tsv", letters(41))
        == ["persons.tsv:1: longer than 40 characters: “\(letters(40))…”"])
    #expect(Self.problems("residue.tsv", letters(4096) + "\r\n").isEmpty)
    #expect(Self.problems("residue.tsv", letters(4097)) == ["residue.tsv:1: longer than 4096 bytes"])
  }

  @Test("100,000 rows are read and no more")
  func rows() {
    let rows = (0...100_000).map { "line \($0)\n" }
    #expect(Self.problems("residue.tsv", "# residue\n" + rows.dropLast().joined()).isEmpty)
    #expect(
      Self.problems("residue.tsv", "# residue\n" + rows.joined() + "\t\n")
        == ["residue.tsv:100002: more than 100000 rows"])
  }

  @Test("problems come by line, from all files, up to 20")
  func collection() throws {
    let files = [
      "persons.tsv": Array("윤\n윤태경\t\t\t\n서".utf8), "residue.tsv": Array("▶\n".utf8),
      "other.tsv": [],
    ]
    #expect(
      Self.problems(files).map { $0.prefix { $0 != " " } }
        == ["other.tsv:1:", "persons.tsv:1:", "persons.tsv:2:", "persons.tsv:3:", "residue.tsv:1:"])
    let errors = try #require(throws: KnowledgeErrors.self) {
      try OperatorKnowledge(persons: String(repeating: "윤\n", count: 30), residue: "▶")
    }
    #expect(errors.errors.map(\.line) == Array(1...20))
    #expect(errors.isTruncated)
  }
}
