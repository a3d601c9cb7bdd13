/// The units that make a number a quantity.
///
/// Source: written by hand, from what news prints; copied from no list.
enum QuantityUnits {
  /// How a unit may be printed.
  struct Unit: Sendable {
    /// The unit in `Quantity.unit`: as printed, measures as symbols.
    let symbol: String
    /// Whether the number is a place in an order.
    var isOrdinal = false
    /// Whether a native numeral alone ("한 번") is enough to take it for a quantity.
    var goesWithNative = false
  }

  /// Counters that follow digits and native numerals.
  private static let counters = """
    명 사람 마리 개 대 척 채 곳 군데 가지 건 차례 번 배 장 권 편 통 병 잔 그루 송이 벌 켤레 쌍 팀 가구 가족 단계 방울 \
    글자 분 톨 움큼 송 줄 마디 덩이 걸음 골 갈래 축 끼 표 점 단어 문장 주먹 그릇 상자 봉지 자루 자리 나라 회사 기관 업체 학교 도시 지역 부처 \
    분야 과제 국가 선수 후보 아들 딸 자녀 형제 남매 자매 모녀 부부 남성 여성 남자 여자 학생 기업 은행 대학 영화 작품 사건 \
    손 발 방 컷 곡 템포 박자
    """

  /// Counters that follow digits only.
  private static let digitCounters = """
    인 종 동 층 석 세 살 학년 기 원 등급 달러 엔 유로 위안 파운드 루블 루피 페소 프랑 바트 평 경기 게임 세트 쿼터 이닝 승 패 무 연승 연패 안타 홈런 득점 \
    실점 타점 도움 언더파 오버파 홀 타 관왕 개국 개사 개소 개교 개월분 개점 문항 문제 과목 종목 쪽 페이지 자 면 부작 부 화 회 탄 호선 인분 인승 막 관 구 \
    루타 도 에이커 마일 피트 야드 볼트 와트 칼로리 포인트 프로 계단 박 량 갑 판 모 필지 필 첩 세대 차로 차선 급 국 자릿수 개동 \
    개관 개반 학급 여단 사단 번지 인조 인방 실 객실 병상 침상 시리즈 번홀 곳곳 폭 칸 컵 스푼 알 정거장 개비 관객 조회 클릭 구좌 계좌 주 좌 시즌 강 단 수 \
    선 위권 개사단 개팀 개월치 사 집
    """

  private static let ordinals = "번째 째 차 위 등 호 차전 인자 심 쇄 라운드 루"

  private static let symbols: [(String, String)] = [
    ("%포인트", "%포인트"), ("%p", "%p"), ("%P", "%P"), ("%", "%"), ("％", "%"), ("㎞", "km"), ("㎝", "cm"),
    ("㎜", "mm"), ("㎡", "㎡"), ("㎢", "㎢"), ("㎥", "㎥"), ("㎏", "kg"), ("㎎", "mg"), ("ℓ", "L"), ("㎖", "mL"),
    ("㎾", "kW"), ("㎿", "MW"), ("㎓", "GHz"), ("㎒", "MHz"), ("km", "km"), ("Km", "km"), ("KM", "km"),
    ("cm", "cm"), ("mm", "mm"), ("nm", "nm"), ("m", "m"), ("kg", "kg"), ("Kg", "kg"), ("KG", "kg"),
    ("mg", "mg"),
    ("g", "g"), ("t", "t"), ("ha", "ha"), ("L", "L"), ("l", "L"), ("ml", "mL"), ("mL", "mL"), ("kWh", "kWh"),
    ("MWh", "MWh"), ("GWh", "GWh"), ("kW", "kW"), ("KW", "kW"), ("MW", "MW"), ("GW", "GW"), ("W", "W"),
    ("V", "V"),
    ("Hz", "Hz"), ("kHz", "kHz"), ("MHz", "MHz"), ("GHz", "GHz"), ("KB", "KB"), ("MB", "MB"), ("GB", "GB"),
    ("TB", "TB"), ("℃", "℃"), ("°C", "℃"), ("도C", "℃"), ("bp", "bp"), ("㎜Hg", "mmHg"), ("mmHg", "mmHg"),
    ("㎚", "nm"), ("나노미터", "nm"), ("마이크로미터", "㎛"), ("ppm", "ppm"), ("dB", "dB"),
    ("배럴", "배럴"),
    ("㎛", "㎛"), ("㎍", "㎍"), ("Wh", "Wh"), ("인치", "인치"), ("km/h", "km/h"), ("人", "人"), ("mAh", "mAh"),
    ("㎾h", "kWh"), ("㎿h", "MWh"), ("kcal", "kcal"), ("Gbps", "Gbps"), ("Mbps", "Mbps"),
    ("킬로와트", "kW"), ("메가와트", "MW"), ("기가와트", "GW"),
    ("킬로미터", "km"), ("센티미터", "cm"), ("밀리미터", "mm"), ("미터", "m"), ("킬로그램", "kg"), ("밀리그램", "mg"),
    ("그램", "g"), ("톤", "t"), ("리터", "L"), ("밀리리터", "mL"), ("퍼센트", "%"), ("헥타르", "ha"),
  ]

  /// All units with what they mean.
  static let lexicon: Lexicon<Unit> = {
    var table: [String: Unit] = [:]
    for word in words(digitCounters) { table[word] = Unit(symbol: word) }
    for word in words(counters) { table[word] = Unit(symbol: word, goesWithNative: true) }
    for word in words(ordinals) { table[word] = Unit(symbol: word, isOrdinal: true) }
    table["번째"]?.goesWithNative = true
    for (form, symbol) in symbols { table[form] = Unit(symbol: symbol) }
    return Lexicon(table.map { ($0.key, $0.value) })
  }()

  /// Denominators of a compound measure ("W/㎏").
  static let symbolLexicon = Lexicon<String>(symbols)

  /// Currencies that carry a country's name before them ("스웨덴크로나").
  static let currencyTails = Lexicon<Void>(words: "크로나 크로네 달러 프랑 페소 루피 디르함 리라 링깃 헤알 루블 리얄 디나르 포린트")

  private static func words(_ list: String) -> [String] {
    list.split(separator: " ").map { String($0) }
  }
}
