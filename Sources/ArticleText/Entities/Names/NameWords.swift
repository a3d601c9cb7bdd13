/// Words that decide what a name is.
enum NameWords {
  static let countries = Lexicon<Void>(
    words: """
      미국 영국 독일 프랑스 일본 중국 러시아 이탈리아 스페인 네덜란드 스웨덴 캐나다 호주 인도 대만 한국 대한민국 북한 스위스 벨기에 브라질 멕시코 터키
      튀르키예 이란 이라크 이스라엘 우크라이나 베트남 태국 인도네시아 말레이시아 싱가포르 필리핀 오스트리아 덴마크 노르웨이 핀란드 폴란드 체코 헝가리 그리스 포르투갈
      아일랜드 이집트 남아프리카공화국 사우디아라비아 카타르 아르헨티나 칠레 페루 콜롬비아 뉴질랜드 몽골 미얀마 캄보디아 라오스 네팔 방글라데시 파키스탄
      카자흐스탄 우즈베키스탄 시리아 요르단 유럽 아시아 아프리카 남미 북미
      """)

  /// Bodies of the sky, some of which are cities too, and the words that tell which is meant.
  static let celestialBodies = Lexicon<Void>(words: "화성 지구 금성 수성 목성 토성 천왕성 해왕성 명왕성 태양 달")
  static let skyWords = Lexicon<Void>(words: "탐사선 착륙선 궤도 행성 우주선 천문 우주 위성 탐사")

  /// What a word ends in that begins like a surname and is no name ("신임", "정부").
  static let notNames = Lexicon<Void>(
    words: "회 위 부 소 단 역 국 청 처 팀 당 교 시 도 군 구 측 신임 전임 차기 역대 협 의 실 자 계 업 들")

  /// The initials of countries as they stand side by side: "한·중·일", "미·중".
  static let countryInitials = SyllableSet("한중일미북러영독")

  /// Provinces and the cities that are none of a province, in full and as they are called.
  static let provinces = Lexicon<Void>(
    words: """
      서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 서울시 부산시 대구시 인천시 광주시 대전시 울산시 세종시
      서울특별시 부산광역시 대구광역시 인천광역시 광주광역시 대전광역시 울산광역시 세종특별자치시 경기도 강원도 강원특별자치도 충청북도 충청남도
      전라북도 전북특별자치도 전라남도 경상북도 경상남도 제주도 제주특별자치도
      """)

  /// Parts of a country or province that belong to its name: "미국 동부".
  static let directions = Lexicon<Void>(words: "동부 서부 남부 북부 중부 북동부 북서부 남동부 남서부 중북부 중남부 동북부 서북부 동남부 서남부")

  /// What the names of bodies end in where a person's office stands behind them: "외교부 국장", "나래병원 내과 교수".
  static let bodyEndings = Lexicon<Void>(
    words: """
      부 처 청 원 학과 외과 내과 안과 치과 의과 의학과 과학과 정책과 총무과 수사과 형사과 교통과 대 대학 대학교 학부 병원 의료원 연구소 연구원 위원회 협회 학회 공사 공단 그룹 은행 증권 전자 본부 센터 재단 시 군 구 당 위 성 국 실 팀 사
      도서관 박물관 미술관 회관 체육관 기념관 전시관 복지관 문화원 의대 법대 공대 과기원 기술원 진흥원 연맹 연합 조합 노조 법원 검찰청 경찰서 소방서 의회 학교 고 중 초 방송 신문 일보 연대 그룹 로펌 법인 회
      """)

  /// Abbreviations in letters that name a technology, a measure or an office, and no body.
  static let technologies = Lexicon<Void>(
    words:
      "AI IT ICT IoT AR VR XR 5G 6G GDP GNP CEO CFO CTO COO PD DNA RNA TV PC SNS IP USB LED OLED LCD QR NFT ESG AX DX GMT UTC"
  )

  static let bareEvents = Lexicon<Void>(words: "콘퍼런스콜 컨퍼런스콜 기자회견 본회의 전체회의 의원총회 공청회")

  /// Tails that make a whole word the name of a body, and how many syllables the word must have at least.
  static let organizationTails = Lexicon<Int>([
    ("연구원", 6), ("연구소", 5), ("위원회", 5), ("연구회", 5), ("협회", 4), ("학회", 4), ("재단", 4), ("연맹", 4), ("연합회", 5),
    ("경찰서", 4), ("소방서", 4), ("소방본부", 5), ("경찰청", 4), ("지방법원", 5), ("검찰청", 4), ("시의회", 4), ("도의회", 4),
    ("군의회", 4), ("구의회", 4), ("증권", 4), ("전자", 4), ("은행", 4), ("공사", 5), ("공단", 5), ("대학교", 4), ("시민연대", 5),
    ("노동조합", 5), ("상공회의소", 6), ("일보", 4), ("신문", 4), ("뉴스", 4), ("방송", 4), ("교육청", 4), ("세무서", 4), ("진흥원", 5),
    ("특별위원회", 7), ("구조단", 5), ("구조대", 5), ("소방안전본부", 6), ("보건소", 4), ("텔레콤", 4), ("제약", 4), ("그룹", 4),
    ("중공업", 5), ("산업협회", 6), ("당", 4),
    ("발레단", 5), ("교향악단", 6), ("합창단", 5), ("무용단", 5), ("국악단", 5), ("오케스트라", 7), ("엔터테인먼트", 8), ("마을금고", 6),
    ("시민모임", 6), ("총동문회", 5), ("교육지원청", 7),
  ])

  /// Countries, cities, regions and seas whose name is no other word: they are places wherever they stand alone.
  static let plainPlaces = Lexicon<Void>(
    words: """
      미국 영국 독일 프랑스 일본 중국 러시아 이탈리아 스페인 네덜란드 스웨덴 캐나다 대한민국 스위스 벨기에 브라질 멕시코 튀르키예 이라크 이스라엘 우크라이나
      베트남 인도네시아 말레이시아 싱가포르 필리핀 오스트리아 덴마크 노르웨이 핀란드 폴란드 헝가리 포르투갈 이집트 사우디아라비아 아르헨티나 뉴질랜드 카자흐스탄
      캄보디아 미얀마 라오스 네팔 스리랑카 방글라데시 파키스탄 아프가니스탄 우즈베키스탄 아일랜드 아이슬란드 루마니아 불가리아 세르비아 크로아티아 슬로바키아 슬로베니아
      리투아니아 라트비아 에스토니아 벨라루스 아르메니아 레바논 시리아 요르단 쿠웨이트 카타르 아랍에미리트 에티오피아 케냐 탄자니아 나이지리아 모로코 알제리 튀니지
      리비아 콜롬비아 베네수엘라 에콰도르 볼리비아 우루과이 파라과이 쿠바 자메이카 룩셈부르크 모나코 그린란드 홍콩 마카오 티베트
      뉴욕 워싱턴 로스앤젤레스 샌프란시스코 시카고 보스턴 시애틀 휴스턴 애틀랜타 라스베이거스 하와이 캘리포니아 텍사스 플로리다 오하이오 미시간 런던 베를린 뮌헨
      프랑크푸르트 밀라노 마드리드 바르셀로나 리스본 암스테르담 브뤼셀 제네바 취리히 스톡홀름 오슬로 헬싱키 코펜하겐 바르샤바 프라하 부다페스트 아테네 이스탄불
      앙카라 모스크바 상트페테르부르크 블라디보스토크 키이우 도쿄 오사카 교토 후쿠오카 삿포로 요코하마 나고야 오키나와 홋카이도 베이징 상하이 광저우 충칭 하얼빈 칭다오
      타이베이 하노이 호찌민 하이퐁 다낭 방콕 자카르타 마닐라 쿠알라룸푸르 프놈펜 양곤 뉴델리 뭄바이 카트만두 두바이 아부다비 리야드 테헤란 바그다드 예루살렘 텔아비브
      카이로 나이로비 요하네스버그 케이프타운 시드니 멜버른 오클랜드 토론토 밴쿠버 몬트리올 멕시코시티 상파울루 리우데자네이루 부에노스아이레스 보고타 평양 개성공단
      태평양 대서양 인도양 지중해 북해 흑해 카리브해 발트해 남중국해 남극 북극 시베리아 히말라야 알프스 아마존강 한반도 수도권 영남권 호남권 중부지방 남부지방 호남 영남
      """)

  /// Bodies of a city or province, which form one name with it.
  static let localBodies = Lexicon<Void>(words: "본부 경찰서 소방서 보건소 교육청 의회 경찰청 사업소 상수도본부 선거관리위원회")

  /// Words with such a tail that name a kind of thing.
  static let commonNouns = Lexicon<Void>(
    words: """
      유가증권 저축은행 소셜뉴스 공립대학교 국립대학교 사립대학교 시중은행 중앙은행 인터넷은행 특별위원회 국책연구원 국책연구소 민간연구소 비영리재단 생방송 언론방송 가짜뉴스
      인터넷신문 인터넷뉴스 지상파방송 대기업그룹 반도체전자
      구내식당 학생식당 대강당 소강당 현금배당 중간배당 결산배당 특별배당 초과근무수당 가족수당 육아수당 아동수당 유력정당 집권여당 제일야당 거대야당 온천당 경로당 노인당
      헥타르당 킬로그램당 제곱미터당 세제곱미터당 킬로미터당 시간당 문화전당 명예의전당 예배당 대성당 명동성당 납골당 만물상당 군소정당 원내정당 보수정당 진보정당 지역정당 신생정당
      """)

  /// Nouns that announce a body's name in marks: 온라인 매체 ‘…’.
  static let announcers = Lexicon<Void>(words: "매체 학술지 학술지인 저널 잡지 신문 방송 기업 업체 회사 단체 학회지 연구지 과학지 월간지 주간지 스타트업")

  /// Rooms and grounds that make a place of the building before them.
  static let rooms = Lexicon<Void>(
    words: """
      대회의실 중회의실 소회의실 회의실 대강당 강당 주차장 광장 대회의장 브리핑룸 기자실 소극장 대극장 공연장 체육관 로비 소공연장 대공연장 중공연장 다목적홀 다목적실 세미나실 세미나룸 강의실 대연회장 연회장 콘서트홀 국제회의장 컨벤션홀 기획전시실 전시실
      접견실 민원실 영결식장 빈소 사옥
      """)

  /// Tails that make a whole word the name of a place.
  static let placeTails = Lexicon<Int>([
    ("공항", 4), ("터미널", 4), ("우주정거장", 5), ("해수욕장", 5), ("국립공원", 5), ("혁신센터", 6), ("전시관", 4), ("컨벤션센터", 6),
    ("초등학교", 5),
    ("박물관", 4), ("미술관", 4), ("데이터센터", 6), ("문화회관", 5), ("중앙시장", 5), ("전통시장", 5), ("수산시장", 5), ("월드컵경기장", 6),
    ("종합운동장", 5),
  ])
}
