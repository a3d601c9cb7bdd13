/// Recognises what a site prints around an article: controls, counters, notes to the user, and the lines that the
/// operator lists.
struct PageResidue: Sendable {
  private let listed: Set<LineKey>

  /// The built-in residue and `lines`, compared by letters and digits only.
  init(_ lines: [String]) {
    listed = Set(lines.map { LineKey($0) })
  }

  /// Why `line` is residue ("ui-control", "no-text", "site-note", "listed-line"), or `nil`.
  func reason(of line: SourceLine) -> String? {
    if let reason = Self.reason(of: line) { return reason }
    return !listed.isEmpty && listed.contains(line.key) ? "listed-line" : nil
  }

  private static func reason(of line: SourceLine) -> String? {
    guard line.words > 0 else { return "no-text" }
    let scalars = line.scalars[...]
    if isAdvertisement(scalars) { return "site-note" }
    guard scalars.count <= 120 else { return nil }
    if isControl(line.key) { return "ui-control" }
    if line.marks.contains(.siteNote), notes.occurs(in: line.key) { return "site-note" }
    if scalars.count <= 40, controlEndings.contains(where: line.key.hasSuffix) { return "ui-control" }
    if scalars.first == "h", scalars.starts("http://") || scalars.starts("https://"),
      !scalars.contains(where: \.isBlank)
    {
      return "bare-link"
    }
    return nil
  }

  /// "[… 눌러보세요]", "※ … 뉴스레터 …".
  private static func isAdvertisement(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    switch first {
    case "<", "[", "(", "【":
      guard last == ">" || last == "]" || last == ")" || last == "】" else { return false }
      return line.contains("눌러보세요") || line.contains("가입하시면")
    case "※": return line.contains("뉴스레터") || line.contains("구독하기")
    default: return false
    }
  }

  /// Whether `line` heads a list of other articles ("많이 본 뉴스").
  static func headsRelated(_ line: SourceLine) -> Bool {
    guard line.scalars.count <= 24 else { return false }
    return relatedHeads.contains(line.key)
      || relatedEndings.contains { line.key.hasSuffix($0) && line.words <= $0.count + 10 }
  }

  /// The letters of residue that may share a line with something else ("가가" after the time).
  static func isFragment(_ words: ArraySlice<Unicode.Scalar>) -> Bool {
    let key = LineKey(words)
    return key.isEmpty || isControl(key)
  }

  /// Whether `key` is a control's, with or without a number at its end; longer ones than any are not looked up.
  private static func isControl(_ key: LineKey) -> Bool {
    if key.utf8.count <= controlBytesMax, controls.contains(key) { return true }
    guard let last = key.utf8.last, (0x30...0x39).contains(last) else { return false }
    let name = key.withoutCount
    return name.utf8.count <= controlBytesMax && controls.contains(name)
  }

  private static let controlBytesMax = controls.reduce(0) { max($0, $1.utf8.count) }

  /// Whole lines, letters and digits only; a number at the end ("댓글 12") does not matter.
  private static let controls = Set<LineKey>(
    words: """
      가가 가 가가가 글자크기 글자크기조정 글자크기변경하기 글씨크기조절하기 글씨크기 본문글씨키우기 본문글씨줄이기 본문폰트크기설정 글자크기설정 \
      가1단계작게 가2단계보통 가3단계크게 가4단계아주크게 공유 공유하기 기사공유 기사공유하기 이기사를공유합니다 댓글 댓글쓰기 댓글삭제 댓글보기 \
      댓글첫댓글을작성해보세요 주소복사가완료되었습니다 컨텐츠바로가기 콘텐츠바로가기 본문바로가기 읽어주기 photo이미지크게보기 이미지크게보기 \
      프린트 인쇄 인쇄하기 추천 추천하기 스크랩 기사제보 제보하기 다른기사보기 기자의다른기사보기 좋아요 슬퍼요 화나요 훈훈해요 후속기사원해요 \
      기사원문 본문요약봇 텍스트음성변환서비스 텍스트음성변환서비스사용하기 sns보내기 sns기사보내기 요약 구독 구독하기 기사보기 쏠쏠정보 흥미진진 \
      공감백배 분석탁월 후속강추 페이스북 트위터 카카오톡 카카오스토리 네이버블로그 네이버밴드 밴드 url복사 url 이메일 메일 핀터레스트 \
      페이스북으로기사보내기 트위터으로기사보내기 카카오톡으로기사보내기 카카오스토리으로기사보내기 url복사으로기사보내기 이메일으로기사보내기 \
      홈 로그인 회원가입 전체메뉴 메뉴 검색 닫기 목록 이전 다음 이전기사 다음기사 맨위로 top 더보기 번역설정 기사내용요약 기사듣기 본문듣기 음성으로듣기 광고 끝 \
      해당언론사로이동 이기사에대해어떻게생각하시나요 다른회차보기 기사스크랩하기 스크랩하기 바로가기 기사입력 입력 수정 승인 호수 조회 조회수 \
      포토 영상 동영상 뉴스듣기 확대 축소 복사 저장 신고 북마크 다크모드 기자페이지 기자구독 글꼴 보통 크게 작게 아주크게 설정 공유버튼 \
      print share facebook twitter email comments tweet advertisement loading copylink subscribe signin login register menu search readmore
      """)

  static let notes: PhraseSet = [
    "크롬기반의", "브라우저에서만사용", "삭제한댓글은다시", "계정을선택하시면", "섹션으로분류했습니다", "해당언론사의분류를", "2개이상섹션으로",
    "제보는카카오톡", "카카오톡okjebo", "구독하고메인에서", "회원이되시려면", "뉴스레터신청", "뉴스레터구독", "qr코드를찍", "qr코드를스캔",
    "네이버에서구독", "채널추가", "앱다운로드", "바로보세요", "이기사를추천합니다", "언론사가직접선정",
    "기사제보및보도자료", "제보하기카카오톡", "카카오톡채널", "유튜브구독", "홈페이지바로가기",
  ]

  private static let controlEndings: [LineKey] = ["기사보내기", "구독하기", "기사보기", "다른기사보기", "바로가기", "기자구독", "뉴스홈"]

  private static let relatedHeads = Set<LineKey>(
    words: """
      관련기사 관련뉴스 연관기사 많이본뉴스 많이본기사 가장많이본뉴스 가장많이본기사 핫뉴스 실시간핫뉴스 실시간뉴스 인기기사 인기뉴스 주요뉴스 \
      최신뉴스 최신기사 추천뉴스 추천기사 이시각주요뉴스 오늘의주요뉴스 헤드라인 랭킹뉴스 섹션별뉴스 포토뉴스 이기사를추천합니다 함께본기사 \
      이슈 실시간이슈 스타 당신이좋아할만한뉴스 함께보면좋은기사 더많은기사 relatedarticles relatedstories mostread mostpopular trending
      """)

  private static let relatedEndings: [LineKey] = ["헤드라인", "주요뉴스", "많이본뉴스", "인기기사", "랭킹뉴스", "관련기사", "선정한이슈"]
}
