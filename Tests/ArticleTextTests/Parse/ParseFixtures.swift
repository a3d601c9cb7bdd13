import Foundation

@testable import ArticleText

/// Fictional articles in the forms that pages are scraped in.
enum ParseFixtures {
  /// The sample article of the README, from `Examples/`.
  static func example(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("Examples/\(name)"), encoding: .utf8)
  }

  /// A skin with bullets: title twice, bare author's name, caption with a bar, related headlines.
  static let bulleted = """
    한솔천 산책로 2㎞ 다시 열린다
    한솔천 산책로 2㎞ 다시 열린다
      • 노하린
      • 승인 2026.03.02 19:41
      • 댓글 0
    이 기사를 공유합니다

    ▲ 다시 문을 연 한솔천 산책로. /한솔시 제공 |

    한솔시는 지난해 여름 물에 잠겼던 한솔천 산책로 2㎞ 구간을 고쳐 3일부터 다시 연다고 밝혔다.

    시는 지난 5개월 동안 12억원을 들여 바닥을 물이 스며드는 재료로 바꾸고 경보등 40개를 새로 달았다.

    저작권자 © 새벽뉴스 무단전재 및 재배포 금지
    노하린
    다른기사 보기
    관련기사
    한솔시 새 청사 설계 공모에 31개 팀
    봄꽃 축제 첫날 4만명…“주차장은 만원”
    """

  /// A portal's article: publisher first, times on the 12-hour clock, controls, quoted subtitle.
  static let portal = """
    새벽뉴스
    [단독] 한솔시 경보 40분 늦게 나갔다
    입력2026.02.19. 오후 12:08
    수정2026.02.19. 오전 12:44
    기사원문
    노하린 기자, 구본휘 기자
    추천
    댓글
    글자 크기 변경하기
    인쇄하기
    “장비들이 서로 말을 하지 않는 것이 문제”
    지난해 7월 한솔시에 시간당 50㎜가 넘는 비가 내렸을 때 하천 경보가 40분 늦게 나간 것으로 확인됐다.
    시 관계자는 “자료를 맡은 부서가 나뉘어 있어 확인에 시간이 걸렸다”며 “같은 일이 없도록 하겠다”고 말했다.
    노하린 기자 harin@saebyeok.example
    구본휘 기자 bonhwi@saebyeok.example
    Copyright ⓒ 새벽뉴스. All rights reserved. 무단 전재 및 재배포 금지.
    이 기사는 언론사에서 사회 섹션으로 분류했습니다.
    새벽뉴스 헤드라인
    나래대, 도시 하천 연구소 5월 문 연다
    """

  /// A wire story: dateline with reporters, lone address, copyright, time again.
  static let wire = """
    한솔시, 하천 자료 전담팀 만든다
    송고시간2026-01-06 16:46
    요약
    공유
    (한솔=연합뉴스) 노하린·구본휘 기자 = 한솔시가 하천 자료를 한곳에 모으는 전담팀을 오는 6월까지 만들기로 했다.
    시는 6일 기자회견을 열고 관측소 23곳의 자료를 한 화면에서 보는 체계를 갖추겠다고 밝혔다.
    harin@saebyeok.example
    <저작권자(c) 연합뉴스, 무단 전재-재배포, AI 학습 및 활용 금지>
    2026/01/06 16:46 송고
    """

  /// All texts, for properties that hold for every input.
  static func texts() throws -> [String] {
    [try example("sample.txt"), try example("sample-edited.txt"), bulleted, portal, wire]
  }
}
