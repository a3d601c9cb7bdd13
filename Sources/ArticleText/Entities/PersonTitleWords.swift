/// The words that name a person's office, rank or calling.
enum PersonTitleWords {
  /// Words that are a title alone and the tail of longer ones ("디지털특별위원장", "여성청소년과장").
  static let tails = Lexicon<Void>(
    words: """
      위원장 부위원장 위원 의원 시장 부시장 군수 구청장 지사 도지사 대통령 총리 장관 차관 차관보 청장 처장 국장 과장 실장 팀장 부장 차장
      계장 본부장 원장 부원장 회장 부회장 사장 부사장 이사장 이사 상무 전무 대표 부대표 총장 부총장 학장 학과장 교장 교감 의장 부의장 단장
      소장 부소장 관장 센터장 서장 지청장 검사장 검사 판사 부장판사 대법관 재판관 변호사 법무사 회계사 세무사 교수 박사 연구원 연구위원
      선임연구원 책임연구원 연구소장 기자 특파원 앵커 아나운서 논설위원 편집장 편집국장 국원 작가 시인 소설가 화가 감독 코치 선수 배우
      가수 방송인 개그맨 개그우먼 코미디언 모델 디자이너 사진가 음악가 피아니스트 지휘자 셰프 애널리스트 이코노미스트 컨설턴트 비서관 비서실장 수석 보좌관
      대변인 부대변인 사무총장 사무처장 사무국장 원내대표 최고위원 정책위의장 후보 당선인 예비후보 대사 총영사 영사 공사 참사관 사령관 참모총장 대장 중장 소령
      중령 대령 대위 중위 소위 원사 상사 중사 하사 병장 상병 일병 경위 경감 경정 총경 경무관 치안감 치안정감 경사 경장 순경 소방장 소방위 소방교 소방사
      소방경 소방령 소방정 소방감 조합장 지점장 지부장 지회장 협회장 이장 통장 반장 조장 선장 기장 함장 역장 은행장 행장 총재 부총재
      주무관 사무관 서기관 주사 책임자 이사관 전문위원 간사 총무 서기장 주석 국왕 여왕 왕자 공주 총통 수상 의사 전문의 간호사 약사 원장님
      신부 목사 스님 추기경 주교 교황 수녀 장로 명장 명인 회원 조교 강사 교사 선생 연출가 평론가 칼럼니스트 멤버 우주인 비행사
      최고경영자 최고재무책임자 최고기술책임자 운영책임자 매니저 프로듀서 파트너 CEO CFO CTO COO PD 전도사 이사대우 그룹장 사업부장
      예보분석관 예보관 분석관 조정관 협력관 담당관 감사관 정책관 기획관 심의관 심판 주장 캡틴 총감독 지회원 훈련병 조사관 수사관 형사 과학자 연구자 활동가 운동가 사업가 창업자 설립자
      """)

  /// Words that end like a title and are none.
  static let notTitles = Lexicon<Void>(words: "주차장 정류장 매장 현장 공사장 경기장 행사장 수사대장")

  /// Titles that stand before a name as often as after it ("배우 윤태경").
  static let beforeNames = Lexicon<Void>(
    words: """
      배우 가수 감독 작가 선수 우주인 비행사 대통령 총리 기자 앵커 개그맨 개그우먼 방송인 아나운서 화가 시인 소설가 변호사 의사 교수 대표
      회장 사장 모델 디자이너 셰프 피아니스트 지휘자 코미디언 평론가 칼럼니스트 프로듀서 활동가 연출가 음악가 사진가 멤버 물리학자 과학자 의원 장관
      """)

  /// Words after a name that are no title but prove it a person's name.
  static let honorifics = Lexicon<Void>(words: "씨 군 양 옹 여사 님")

  /// Titles of the head of a local government, whose organisation is the title without its last syllable.
  static let localHeads = Lexicon<Int>([("시장", 1), ("구청장", 2), ("군수", 1), ("도지사", 2)])
}
