import Testing

@testable import ArticleText

@Suite("Josa") struct JosaTests {
  @Test(
    "the particle that fits its syllable comes off",
    arguments: [
      ("한솔시는", "한솔시"), ("위원장은", "위원장"), ("의원에게는", "의원"), ("서울로", "서울"), ("학교에서", "학교"), ("10%를", "10%"),
    ])
  func stem(_ word: String, _ stem: String) {
    let text = ScalarText(word)
    #expect(text.string(0..<Josa.stemEnd(text, 0..<text.count)) == stem)
  }

  @Test(
    "a name that ends like a particle of the other sort stays whole", arguments: ["이가은", "서나은", "정다을", "김한와"])
  func keepsNames(_ name: String) {
    let text = ScalarText(name)
    #expect(Josa.stemEnd(text, 0..<text.count) == text.count)
  }

  @Test("a syllable that goes on as a longer word is no particle", arguments: ["이상한", "은행", "가구"])
  func wordsGoOn(_ rest: String) {
    let text = ScalarText("3개" + rest)
    #expect(!Josa.canFollow(Scan(text, 0..<text.count), at: 2))
  }

  @Test(
    "a name goes on as another name where a number would carry a particle", arguments: ["당은", "고", "인과", "는"])
  func namesGoOn(_ rest: String) {
    let text = ScalarText("한별" + rest)
    #expect(Josa.canFollow(Scan(text, 0..<text.count), at: 2))
    #expect(!Josa.canFollowName(Scan(text, 0..<text.count), at: 2))
  }

  @Test("a name may carry particles", arguments: ["은", "이다", "에게는", "인데", "만이", "", ", 한솔"])
  func followsNames(_ rest: String) {
    let text = ScalarText("한별" + rest)
    #expect(Josa.canFollowName(Scan(text, 0..<text.count), at: 2))
  }

  @Test("particles may be stacked", arguments: ["씩을", "까지는", "만이", ""])
  func stacked(_ rest: String) {
    let text = ScalarText("3개" + rest)
    #expect(Josa.canFollow(Scan(text, 0..<text.count), at: 2))
  }
}
