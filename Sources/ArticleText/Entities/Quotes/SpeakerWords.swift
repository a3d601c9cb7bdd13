/// The words that tell a speaker's naming phrase from its surroundings.
///
/// Source: written by hand, from what news prints; copied from no list.
enum SpeakerWords {
  /// Nouns that speak in news without being a name.
  static let heads = Lexicon<Void>(
    words: """
      관계자 연구진 연구팀 과학자들 과학자 전문가 전문가들 주민 주민들 시민 시민들 업계 야당 여당 정부 경찰 검찰 소식통 당국자 당국 측 단체 유족 유가족 가족 노조
      학부모 학생들 교사들 대변인 위원회 회사 학회 협회 네티즌 누리꾼 상인 상인들 농민 농민들 참가자 참석자 관람객 피해자 변호인 재판부 법원 담당자 책임자 직원
      간부 기자들 의원들 교수들 우주인 목격자 당선인 지지자들 이용자 소비자 소비자들 제보자 대통령실 청와대 전문가그룹 애널리스트들 연구자들 의사들 환자 팬들
      선수단 대표단 사절단 협상단 조사단 이사회 총학생회 상인회 주민회 코치진 대책위 비대위 조합원 조합원들 단체들 회원들 업체 업체들 운영사 제작사 제작진 주최 소속사 인사 의료진 소방대원 구조대원 관광객
      """)

  /// Whether the noun of a phrase is somebody who speaks: one of `heads`, or several of whatever kind ("이웃들", "이장들").
  static func canSpeak(_ text: ScalarText, _ noun: Range<Int>) -> Bool {
    heads.isTail(of: text, noun) || noun.count >= 3 && text[noun.upperBound - 1] == "들"
  }

  /// Words before a noun that say how many or which, and belong to the phrase: "한 관계자", "세 나라 대표단".
  static let determiners = Lexicon<Void>(words: "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 다른 일부 익명의")

  /// Words that stand before a naming phrase and are not part of it.
  static let adverbs = Lexicon<Void>(
    words: """
      반면 한편 또 또한 이어 이에 그러나 하지만 다만 특히 이날 당시 그리고 그러면서 반대로 다른 역시 이후 최근 앞서 회의 직후 현재 결국 따라서 즉 끝으로
      먼저 우선 대해 대한 위해 관해 통해 따르면 이와 함께 관련 이번 지난 오늘 어제 내일 현장 과정
      """)

  /// Endings of a verb or of another phrase, before which a naming phrase begins.
  static let modifierEndings = Lexicon<Void>(
    words: "한 된 던 할 될 돼 되자 하자 하면서 해서 돼서 들인 하는 되는 있는 없는 해 하고 에서 까지 부터 으로 대로")
}
