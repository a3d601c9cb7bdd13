/// Words that decide what a name is.
enum NameWords {
  static let countries = Lexicon<Void>(
    words: """
      미국 영국 독일 프랑스 일본 중국 러시아 이탈리아 스페인 네덜란드 스웨덴 캐나다 호주 인도 대만 한국 대한민국 북한 스위스 벨기에 브라질 멕시코 터키
      튀르키예 이란 이라크 이스라엘 우크라이나 베트남 태국 인도네시아 말레이시아 싱가포르 필리핀 오스트리아 덴마크 노르웨이 핀란드 폴란드 체코 헝가리 그리스 포르투갈
      아일랜드 이집트 남아프리카공화국 사우디아라비아 카타르 아르헨티나 칠레 페루 콜롬비아 뉴질랜드 몽골 미얀마 캄보디아 라오스 네팔 방글라데시 파키스탄
      카자흐스탄 우즈베키스탄 시리아 요르단 유럽 아시아 아프리카 남미 북미
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
    ("중공업", 5), ("산업협회", 6),
  ])

  /// Countries whose name is no other word: they are places wherever they stand alone.
  static let plainCountries = Lexicon<Void>(
    words: """
      미국 영국 독일 프랑스 일본 중국 러시아 이탈리아 스페인 네덜란드 스웨덴 캐나다 대한민국 스위스 벨기에 브라질 멕시코 튀르키예 이라크 이스라엘 우크라이나
      베트남 인도네시아 말레이시아 싱가포르 필리핀 오스트리아 덴마크 노르웨이 핀란드 폴란드 헝가리 포르투갈 이집트 사우디아라비아 아르헨티나 뉴질랜드 카자흐스탄
      """)

  /// Bodies of a city or province, which form one name with it.
  static let localBodies = Lexicon<Void>(words: "본부 경찰서 소방서 보건소 교육청 의회 경찰청 사업소 상수도본부 선거관리위원회")

  /// Words with such a tail that name a kind of thing.
  static let commonNouns = Lexicon<Void>(
    words: """
      유가증권 저축은행 소셜뉴스 공립대학교 국립대학교 사립대학교 시중은행 중앙은행 인터넷은행 특별위원회 국책연구원 국책연구소 민간연구소 비영리재단 생방송 언론방송 가짜뉴스
      인터넷신문 인터넷뉴스 지상파방송 대기업그룹 반도체전자
      """)

  /// Nouns that announce a body's name in marks: 온라인 매체 ‘…’.
  static let announcers = Lexicon<Void>(words: "매체 학술지 학술지인 저널 잡지 신문 방송 기업 업체 회사 단체 학회지 연구지 과학지 월간지 주간지 스타트업")

  /// Rooms and grounds that make a place of the building before them.
  static let rooms = Lexicon<Void>(words: "대회의실 중회의실 소회의실 회의실 대강당 강당 주차장 광장 대회의장 브리핑룸 기자실 소극장 대극장 공연장 체육관 로비")

  /// Tails that make a whole word the name of a place.
  static let placeTails = Lexicon<Int>([
    ("공항", 4), ("터미널", 4), ("해수욕장", 5), ("국립공원", 5), ("혁신센터", 6), ("전시관", 4), ("컨벤션센터", 6),
    ("초등학교", 5),
    ("박물관", 4), ("미술관", 4), ("데이터센터", 6), ("문화회관", 5), ("월드컵경기장", 6), ("종합운동장", 5),
  ])
}
