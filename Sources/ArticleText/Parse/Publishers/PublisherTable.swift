/// Korean media: name, mail and web domains, other spellings.
///
/// Written by hand for this repository in November 2026, from how the houses name themselves; no list was copied. An
/// installation adds its own (`publishers.tsv`).
enum PublisherTable {
  /// One house.
  struct Row: Sendable {
    let name: String
    let domains: [String]
    let aliases: [String]
  }

  /// Sorted by kind: national, business, technology, agencies, broadcasters, regional, trade, sport, others.
  ///
  /// Cut as bytes: to cut it at Swift's characters took 2 ms of a start.
  static let rows: [Row] = table.utf8.split(separator: UInt8(ascii: "\n")).map { line in
    let fields = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    func words(_ field: Int) -> [String] {
      fields.count > field
        ? fields[field].split(separator: UInt8(ascii: " ")).map { String(Substring($0)) } : []
    }
    return Row(name: String(Substring(fields[0])), domains: words(1), aliases: words(2))
  }

  /// `name|domains|aliases`, lists separated by blanks.
  private static let table = """
    조선일보|chosun.com|조선닷컴
    중앙일보|joongang.co.kr joins.com|
    동아일보|donga.com|동아닷컴
    한겨레|hani.co.kr|한겨레신문
    경향신문|kyunghyang.com khan.co.kr khan.kr|
    한국일보|hankookilbo.com hk.co.kr|
    서울신문|seoul.co.kr|
    국민일보|kmib.co.kr|
    문화일보|munhwa.com|
    세계일보|segye.com|
    내일신문|naeil.com|
    아시아투데이|asiatoday.co.kr|
    매일경제|mk.co.kr|매경 매일경제신문
    한국경제|hankyung.com|한경 한국경제신문
    서울경제|sedaily.com|
    머니투데이|mt.co.kr|
    파이낸셜뉴스|fnnews.com|
    헤럴드경제|heraldcorp.com|
    이데일리|edaily.co.kr|
    아시아경제|asiae.co.kr|
    이투데이|etoday.co.kr|
    아주경제|ajunews.com|
    조선비즈|chosunbiz.com biz.chosun.com|
    비즈워치|bizwatch.co.kr|비즈니스워치
    뉴스핌|newspim.com|
    이코노미스트|economist.co.kr|
    한국경제TV|wowtv.co.kr|
    서울파이낸스|seoulfn.com|
    브릿지경제|viva100.com|
    글로벌이코노믹|g-enews.com|
    메트로신문|metroseoul.co.kr|
    더벨|thebell.co.kr|
    인포스탁데일리|infostockdaily.co.kr|
    전자신문|etnews.com|
    디지털타임스|dt.co.kr|
    디지털데일리|ddaily.co.kr|
    지디넷코리아|zdnet.co.kr|ZDNet코리아
    블로터|bloter.net|
    아이뉴스24|inews24.com|
    테크M|techm.kr|
    바이라인네트워크|byline.network|
    보안뉴스|boannews.com|
    연합뉴스|yna.co.kr yonhapnews.co.kr|
    연합뉴스TV|yonhapnewstv.co.kr|
    연합인포맥스|einfomax.co.kr|
    뉴시스|newsis.com|
    뉴스1|news1.kr|뉴스원
    KBS|kbs.co.kr|한국방송
    MBC|mbc.co.kr imbc.com imnews.imbc.com|문화방송
    SBS|sbs.co.kr|
    EBS|ebs.co.kr|
    YTN|ytn.co.kr|
    JTBC|jtbc.co.kr jtbc.joins.com|
    TV조선|tvchosun.com|TV CHOSUN
    채널A|ichannela.com|
    MBN|mbn.co.kr|매일방송
    SBS Biz|sbsbiz.co.kr biz.sbs.co.kr|
    CBS노컷뉴스|nocutnews.co.kr cbs.co.kr|노컷뉴스
    BBS NEWS|bbsi.co.kr|
    CPBC|cpbc.co.kr|가톨릭평화방송
    TBS|tbs.seoul.kr|
    OBS|obs.co.kr|OBS경인TV
    KNN|knn.co.kr|
    TBC|tbc.co.kr|
    KBC광주방송|ikbc.co.kr|
    TJB|tjb.co.kr|
    G1방송|g1tv.co.kr|
    JTV전주방송|jtv.co.kr|
    JIBS|jibs.co.kr jibstv.com|
    UBC울산방송|ubc.co.kr|
    CJB청주방송|cjb.co.kr|
    광주일보|kwangju.co.kr|
    광주매일신문|kjdaily.com|
    남도일보|namdonews.com|
    무등일보|mdilbo.com|
    전남일보|jnilbo.com|
    전남매일|jndn.com|
    광남일보|gwangnam.co.kr|
    전라일보|jeollailbo.com|
    전북일보|jjan.kr|
    전북도민일보|domin.co.kr|
    새전북신문|sjbnews.com|
    전민일보|jeonmin.co.kr|
    부산일보|busan.com|
    국제신문|kookje.co.kr|
    경남신문|knnews.co.kr|
    경남도민일보|idomin.com|
    경남일보|gnnews.co.kr|
    경남매일|gnmaeil.com|
    경남데일리|kndaily.com|
    울산매일|iusm.co.kr|
    울산신문|ulsanpress.net|
    경상일보|ksilbo.co.kr|
    매일신문|imaeil.com|
    영남일보|yeongnam.com|
    대구일보|idaegu.com|
    대구신문|idaegu.co.kr|
    경북일보|kyongbuk.co.kr|
    경북매일|kbmaeil.com|
    경북도민일보|hidomin.com|
    경북신문|kbsm.net|
    대전일보|daejonilbo.com|
    충청투데이|cctoday.co.kr|
    중도일보|joongdo.co.kr|
    금강일보|ggilbo.com|
    충청일보|ccdailynews.com|
    충북일보|inews365.com|
    중부매일|jbnews.com|
    동양일보|dynews.co.kr|
    충청타임즈|cctimes.kr|
    굿모닝충청|goodmorningcc.com|
    강원일보|kwnews.co.kr|
    강원도민일보|kado.net|
    경기일보|kyeonggi.com ekgib.com|
    경인일보|kyeongin.com|
    인천일보|incheonilbo.com|
    기호일보|kihoilbo.co.kr|
    중부일보|joongboo.com|
    경기신문|kgnews.co.kr|
    인천투데이|incheontoday.com|
    수원일보|suwonilbo.kr|
    시민일보|siminilbo.co.kr|
    제민일보|jemin.com|
    한라일보|ihalla.com|
    제주일보|jejunews.com|
    제주의소리|jejusori.net|
    뉴제주일보|jejuilbo.net|
    헤드라인제주|headlinejeju.co.kr|
    미디어제주|mediajeju.com|
    광양신문|gynet.co.kr|광양뉴스
    여수신문|yeosunews.net|
    순천광장신문|agoranews.kr|
    목포시민신문|mokposm.co.kr|
    해남신문|hnews.co.kr|
    옥천신문|okinews.com|
    태안신문|taeannews.co.kr|
    당진시대|djtimes.co.kr|
    홍성신문|hsnews.co.kr|
    용인시민신문|yongin21.co.kr|
    법률신문|lawtimes.co.kr|
    의협신문|doctorsnews.co.kr|
    청년의사|docdocdoc.co.kr|
    메디칼타임즈|medicaltimes.com|
    데일리메디|dailymedi.com|
    약사공론|kpanews.co.kr|
    데일리팜|dailypharm.com|
    약업신문|yakup.com|
    농민신문|nongmin.com|
    한국농어민신문|agrinet.co.kr|
    농수축산신문|aflnews.co.kr|
    건설경제신문|dnews.co.kr|대한경제
    국토일보|ikld.kr|
    환경일보|hkbs.co.kr|
    에너지경제|ekn.kr|에너지경제신문
    전기신문|electimes.com|
    이투뉴스|e2news.com|
    교수신문|kyosu.net|
    한국대학신문|unn.net|
    교육플러스|edpl.co.kr|
    에듀프레스|edupress.kr|
    불교신문|ibulgyo.com|
    법보신문|beopbo.com|
    기독신문|kidok.com|
    국방일보|dema.mil.kr|
    스포츠조선|sportschosun.com|
    스포츠동아|sports.donga.com|
    스포츠서울|sportsseoul.com|
    스포츠경향|sports.khan.co.kr|
    일간스포츠|isplus.com|
    스포츠월드|sportsworldi.com|
    스포츠투데이|stoo.com|
    스포티비뉴스|spotvnews.co.kr|
    마이데일리|mydaily.co.kr|
    OSEN|osen.co.kr|
    엑스포츠뉴스|xportsnews.com|
    텐아시아|tenasia.co.kr tenasia.com|
    뉴스엔|newsen.com|
    스타뉴스|starnewskorea.com star.mt.co.kr|
    엔터미디어|entermedia.co.kr|Entermedia
    점프볼|jumpball.co.kr|
    MK스포츠|mksports.co.kr|
    인터풋볼|interfootball.co.kr|
    오마이뉴스|ohmynews.com|
    프레시안|pressian.com|
    미디어오늘|mediatoday.co.kr|
    뉴스타파|newstapa.org|
    민중의소리|vop.co.kr|
    시사인|sisain.co.kr|시사IN
    시사저널|sisajournal.com|
    주간조선|weekly.chosun.com|
    주간경향|weekly.khan.co.kr|
    월간조선|monthly.chosun.com|
    신동아|shindonga.donga.com|
    한겨레21|h21.hani.co.kr|
    일요신문|ilyo.co.kr|
    더팩트|tf.co.kr|
    데일리안|dailian.co.kr|
    뉴데일리|newdaily.co.kr|
    쿠키뉴스|kukinews.com|
    위키트리|wikitree.co.kr|
    인사이트|insight.co.kr|
    허프포스트코리아|huffingtonpost.kr|
    미디어펜|mediapen.com|
    뉴스토마토|newstomato.com|
    폴리뉴스|polinews.co.kr|
    뉴스웍스|newsworks.co.kr|
    뉴스퀘스트|newsquest.co.kr|
    투데이코리아|todaykorea.co.kr|
    천지일보|newscj.com|
    펜앤드마이크|pennmike.com|
    더스쿠프|thescoop.co.kr|
    비즈한국|bizhankook.com|
    이코노믹리뷰|econovill.com|
    팍스경제TV|paxetv.com|
    매일노동뉴스|labortoday.co.kr|
    참세상|newscham.net|
    여성신문|womennews.co.kr|
    한국기자협회보|journalist.or.kr|기자협회보
    PD저널|pdjournal.com|
    코리아헤럴드|koreaherald.com|
    코리아타임스|koreatimes.co.kr|
    코리아중앙데일리|koreajoongangdaily.joins.com|
    동아사이언스|dongascience.com|
    사이언스타임즈|sciencetimes.co.kr|
    헬스조선|health.chosun.com|
    코메디닷컴|kormedi.com|
    키즈맘|kizmom.hankyung.com|
    베이비뉴스|ibabynews.com|
    AP||
    AFP||
    로이터||
    신화통신||
    """
}
