import RPCCore
import Testing

@testable import rpc_client

@Suite("The view of blocks")
struct BlocksViewTests {
  private let blocks: [RPCJSON] = [
    ["kind": "title", "text": "한솔시 소식"],
    ["kind": "residue", "text": "가가", "reason": "ui-control"],
    ["kind": "body", "text": "한솔시는 한솔천 산책로 2㎞ 구간을 고쳐 3일부터 다시 연다고 밝혔다. 시는 바닥을 물이 스며드는 재료로 바꾸었다."],
    ["kind": "repeat", "text": "한솔시 소식", "reason": "repeated-line", "repeatOf": 0],
  ]

  @Test("each line with what it was taken for and why")
  func lines() {
    let view = BlocksView(columns: 80, colours: false).text(of: blocks)
    let rows = view.split(separator: "\n").map(String.init)
    #expect(rows.count == 5)
    #expect(rows[0] == "  0  title       한솔시 소식")
    #expect(rows[1].hasPrefix("  1  residue     가가 ") && rows[1].hasSuffix("  ui-control"))
    #expect(rows[2].hasSuffix("…"), "long text is cut")
    #expect(rows[3].hasSuffix("repeated-line, of 0"))
    #expect(rows[4] == "4 blocks: 1 title, 1 residue, 1 body, 1 repeat")
  }

  @Test("rows fit the terminal: Hangul is two columns wide", arguments: [60, 80, 120, 200])
  func widths(_ columns: Int) {
    for row in BlocksView(columns: columns, colours: false).text(of: blocks).split(separator: "\n").dropLast()
    {
      #expect(row.unicodeScalars.reduce(0) { $0 + TextWidth.columns($1) } <= max(columns, 70))
    }
  }

  @Test("colours only where they are asked for")
  func colours() {
    #expect(BlocksView(columns: 80, colours: true).text(of: blocks).contains("\u{1B}[1m"))
    #expect(!BlocksView(columns: 80, colours: false).text(of: blocks).contains("\u{1B}"))
  }
}
