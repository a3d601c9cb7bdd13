/// What a Korean name in a byline looks like.
enum PersonName {
  /// Whether `word` is a Korean surname and a given name of one or two syllables.
  static func isKorean(_ word: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Bool {
    guard (2...4).contains(word.count), let first = word.first, word.allSatisfy(\.isHangulSyllable) else {
      return false
    }
    let hasLongSurname = word.count >= 3 && Surnames.isDouble(word)
    guard hasLongSurname || (word.count <= 3 && Surnames.contains(first)) else { return false }
    return !isNotName(word) && !publishers.isName(word)
  }

  /// Whether `word` is a desk, a house or a day rather than a person ("온라인뉴스팀").
  static func isDesk(_ word: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Bool {
    (word.count > 3 && deskEndings.end(word)) || publishers.isName(word)
  }

  /// Whether `word` before "기자" names no person ("인터넷 기자").
  static func isNoName(_ word: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Bool {
    isNotName(word) || isDesk(word, publishers)
  }

  private static func isNotName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    SyllableWord(word).map { notNames.contains($0) } ?? false
  }

  /// Words that a role follows but that name no person.
  private static let notNames = Set<SyllableWord>(words: [
    "인터넷", "온라인", "디지털", "뉴스", "편집", "취재", "사회", "정치", "경제", "문화", "국제", "전국", "지역", "연예", "스포츠",
    "본지", "공동", "사진", "영상", "특별", "객원", "시민", "인턴", "수습", "전문", "선임", "담당", "해당", "이날", "한편", "현장",
    "방송", "신문", "여성", "남성", "외신", "일부", "다른", "모든", "동료", "후배", "선배", "기자", "전직", "현직", "주필", "논설",
    "정부", "이상", "이번", "오늘", "기사", "전문가", "구독", "이전", "다음", "최신", "주요", "공유", "인쇄", "추천", "전체", "전송",
    "조회", "이슈", "홈으로", "연재", "정보", "지면", "유머", "유료", "한국", "남북", "신규", "주간", "전망", "주말", "공지", "방법",
    "정책", "이용", "문의", "고객", "제보", "광고", "안내", "지원", "성명", "선거", "의회", "문학", "인물", "인사", "기자명", "부고", "부음",
    "사설", "오피니언", "추가", "선택", "설정", "변경", "조정", "확대", "원문", "신고", "이메일", "우리", "여행", "공연", "도서",
    "강원", "경기", "경남", "경북", "전남", "전북", "제주", "서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "충남",
    "충북", "호남", "영남", "수도권", "국회", "법원", "법조", "검찰", "경찰", "사건", "환경", "노동", "교육", "과학", "기술", "건강",
    "의료", "금융", "증권", "산업", "기업", "자동차", "부동산", "유통", "생활", "소비자", "종교", "여론", "탐사", "기획", "심층",
    "위키", "라이프", "이야기", "조선", "중앙", "동아", "한겨레", "연합", "매일", "황금", "주제", "현안", "관련", "연관", "공감",
  ])

  private static let deskEndings: WordEndings = [
    "뉴스팀", "취재팀", "편집팀", "보도팀", "콘텐츠팀", "사회팀", "기자팀", "편집국", "보도국", "편집부", "사회부", "정치부", "경제부", "문화부",
    "취재부", "보도부", "뉴스부", "뉴스룸", "신문", "일보", "뉴스", "방송", "센터", "데스크", "통신", "저널", "미디어", "타임즈", "타임스",
    "멤버십", "본부",
  ]
}
