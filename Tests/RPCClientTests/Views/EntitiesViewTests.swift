import RPCCore
import Testing

@testable import rpc_client

@Suite("The views of entities")
struct EntitiesViewTests {
  private let text = "한솔시, 제3회 <나래> 축제\n윤태경 시장은 “함께 만든\n잔치”라고 말했다."
  private let result: RPCJSON = [
    "entities": [
      ["start": 0, "end": 3, "text": "한솔시", "type": "OG", "cluster": "O1"],
      ["start": 5, "end": 16, "text": "제3회 <나래> 축제", "type": "EV"],
      [
        "start": 5, "end": 8, "text": "제3회", "type": "QT",
        "norm": ["value": 3, "unit": "회", "ordinal": true],
      ],
      ["start": 17, "end": 20, "text": "윤태경", "type": "PS", "cluster": "P1"],
      ["start": 90, "end": 95, "text": "밖", "type": "PS"],
    ],
    "clusters": ["P1": [[17, 20]], "O1": [[0, 3]]],
    "persons": [["id": "P1", "name": "윤태경", "titles": ["시장"], "org": "한솔시"]],
    "quotes": [["start": 26, "end": 34, "text": "함께 만든\n잔치", "speaker": "윤태경"]],
  ]

  @Test("every entity of the text is marked, one in another too, and what lies outside is left out")
  func marks() {
    let view = EntitiesView(colours: false).text(of: result, text)
    #expect(view.hasPrefix("[한솔시 OG], [[제3회 QT] <나래> 축제 EV]\n[윤태경 PS] 시장은 “함께 만든\n잔치”라고 말했다.\n"))
    #expect(view.contains("person") && view.contains("윤태경 · 시장 · 한솔시 · 1 mention"))
  }

  @Test("the marked text without its marks is the text")
  func whole() {
    let runs = AnnotatedText(text, result).runs
    #expect(runs.map(\.text).joined() == text)
    #expect(runs.flatMap(\.ended).map(\.type) == ["OG", "QT", "EV", "PS"])
    #expect(runs.filter(\.isQuoted).map(\.text).joined() == "함께 만든\n잔치")
  }

  @Test("colours only where they are asked for, and no control character of the text")
  func colours() {
    let hostile = "\u{1B}[31m" + text
    #expect(EntitiesView(colours: true).text(of: result, text).contains("\u{1B}[1;36m한솔시\u{1B}[0m"))
    #expect(!EntitiesView(colours: false).text(of: result, hostile).contains("\u{1B}"))
  }

  @Test("the page holds the text and its values, escaped, and no script may run in it")
  func page() {
    let page = EntitiesPage.html(of: result, text + "<script>alert(1)</script>")
    #expect(page.contains("<mark class=\"EV QT\" title=\"3 회, ordinal\">제3회<small>QT</small></mark>"))
    #expect(page.contains("&lt;나래&gt;") && page.contains("&lt;script&gt;") && !page.contains("<script"))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("<td>윤태경</td><td>시장</td><td>한솔시</td><td>1</td>"))
    #expect(page.contains("<q>함께 만든</q></p>\n<p><q>잔치</q>"))
  }

  @Test(
    "the text is that of the params, or of the article that came back",
    arguments: [
      ([("text", "가")], [:]), ([("article", ["text": "가"])], [:]), ([], ["article": ["text": "가"]]),
    ] as [([(String, RPCJSON)], RPCJSON)])
  func source(_ params: [(String, RPCJSON)], _ result: RPCJSON) {
    let object = RPCJSON.object(params.map { .init($0.0, $0.1) })
    #expect(AnnotatedText.text(params: object, result: result) == "가")
  }

  @Test("paragraphs are joined as the service joins them")
  func paragraphs() {
    #expect(AnnotatedText.text(params: ["paragraphs": ["가", "나"]], result: [:]) == "가\n나")
    #expect(AnnotatedText.text(params: [:], result: [:]) == nil)
  }
}
