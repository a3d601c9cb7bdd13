/// Articles written for these tests; persons, places and bodies are invented.
enum DedupeArticles {
  /// A town hall's release in seven paragraphs.
  static let market = [
    "한솔시(시장 윤태경)는 다음 달 3일부터 구도심 한빛시장 일대에서 야간 장터를 연다고 18일 밝혔다.",
    "이번 장터에는 상인회가 추천한 점포 42곳과 청년 창업자 17팀이 참여해 먹거리와 공예품을 선보인다.",
    "시는 행사 기간 시장 앞 도로 350m 구간을 오후 6시부터 11시까지 차 없는 거리로 운영하고, 임시 주차장 280면을 마련한다.",
    "또한 장터를 찾는 시민의 안전을 위해 안내 요원 60명을 배치하고 간이 화장실과 쉼터도 설치할 계획이다.",
    "상인회 노경수 회장은 “오래 비어 있던 골목에 사람들이 다시 모이는 모습을 보고 싶다”며 “바가지 없는 장터를 만들겠다”고 말했다.",
    "윤태경 시장은 “전통시장이 밤에도 즐길 수 있는 문화 공간으로 자리 잡도록 상인들과 함께 꾸준히 지원하겠다”고 강조했다.",
    "한편 한솔시는 지난해 같은 장소에서 시범 장터를 네 차례 열어 방문객 2만 3,000명을 기록한 바 있다.",
  ]

  /// The same release in another house: a few words changed, a byline and a copyright line more.
  static var marketEdited: [String] {
    var copy = market
    copy[0] = copy[0].replacing("연다고 18일 밝혔다", with: "개최한다고 18일 전했다")
    copy[3] = copy[3].replacing("또한 장터를", with: "아울러 장터를")
    copy[5] = copy[5].replacing("강조했다", with: "덧붙였다")
    return ["[새벽뉴스 오민재 기자]"] + copy + ["desk@dawn.example", "무단전재 및 재배포 금지"]
  }

  /// Another story of the same town.
  static let library = [
    "한솔시립도서관이 겨울방학을 맞아 초등학생을 위한 독서 교실을 운영한다.",
    "교실은 내년 1월 6일부터 닷새 동안 본관 3층 배움방에서 열리며, 학년별로 20명씩 선착순으로 신청을 받는다.",
    "참가자는 그림책 작가와 함께 이야기를 짓고 직접 만든 책을 전시하는 시간도 갖는다.",
    "서은비 관장은 “책을 읽는 데서 그치지 않고 스스로 쓰는 즐거움을 알게 되기를 바란다”고 말했다.",
  ]

  /// A market report whose figures are given.
  static func index(day: Int, close: String, change: String, foreign: Int, rate: String) -> [String] {
    [
      "\(day)일 한솔종합주가지수는 전 거래일보다 \(change)포인트 내린 \(close)에 거래를 마쳤다.",
      "지수는 장 초반 오름세로 출발했으나 외국인의 매물이 나오면서 하락세로 돌아섰다.",
      "유가증권시장에서 외국인은 \(foreign)억원을 순매도했고 기관과 개인은 순매수로 맞섰다.",
      "서울 외환시장에서 원/달러 환율은 전 거래일보다 소폭 오른 달러당 \(rate)원에 거래를 마쳤다.",
    ]
  }

  static let indexMonday = index(day: 4, close: "2538.46", change: "43.31", foreign: 8806, rate: "1294.1")
  static let indexTuesday = index(day: 5, close: "2511.07", change: "27.39", foreign: 1259, rate: "1301.8")
}
