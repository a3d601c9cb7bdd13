import Testing

@testable import ArticleText

@Suite("Clusters") struct ClustersTests {
  @Test(
    "a short form joins the full name",
    arguments: [
      "[한솔시의회|OG]가 정했다. [시의회|OG]는 쉰다.", "[새길다온당|OG]이 이겼다. [다온당|OG]은 웃었다.",
      "[한솔청년기업중앙회|OG]가 모였다. [한청중앙회|OG]는 쉰다.", "[국회 바다환경대책특별위원회|OG]와 [국회 바다특위|OG]",
      "[한국한솔원|OG]([KHI|OG])이 왔다.", "[한솔전자|OG]가 [한솔|OG]의 이름으로", "[다온 북부경찰서|OG]는 [북부경찰서|OG]라 불린다",
    ])
  func joined(_ marked: String) {
    #expect(Array(MarkedText(marked).report().clusters.keys) == ["O1"])
  }

  @Test(
    "different bodies stay apart",
    arguments: [
      "[특허청|OG]과 [미국 특허청|OG]", "[과학기술부|OG]와 [교육과학기술부|OG]", "[한국은행|OG]과 [한국수출입은행|OG]", "[다온당|OG]과 [한솔당|OG]",
    ])
  func apart(_ marked: String) {
    #expect(MarkedText(marked).report().clusters.keys.sorted() == ["O1", "O2"])
  }

  @Test("the bare tail of a body named before it is its mention")
  func bareTail() {
    let report = MarkedText("[한솔상공위원회|OG]가 열렸다. 위원회는 뜻을 모았다.").report()
    #expect(report.clusters == ["O1": [[0, 7], [14, 17]]])
  }

  @Test("ids are given by first mention, one series a class")
  func ids() {
    let report = MarkedText("[다온|LC]의 [누리원|OG]에서 [윤태경|PS] 박사와 [서이든|PS] 박사가").report()
    #expect(report.clusters.keys.sorted() == ["L1", "O1", "P1", "P2"])
  }
}
