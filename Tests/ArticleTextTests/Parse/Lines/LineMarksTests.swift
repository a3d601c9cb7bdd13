import Testing

@testable import ArticleText

@Suite("What one pass tells of a line")
struct LineMarksTests {
  private func line(_ text: String) -> SourceLine {
    let scalars = [Unicode.Scalar](text)
    return Normalisation.line(scalars, 0..<scalars.count, lead: .line)
  }

  @Test("the key and the count are those of the line", arguments: ["가 나, ABC 12!", "", "“…”", "É 漢字 ①"])
  func keyAndCount(_ text: String) {
    #expect(line(text).key == LineKey(text))
    #expect(line(text).words == text.unicodeScalars.count { $0.isWordScalar })
  }

  @Test("a phrase sets its mark, whatever stands between its letters and around it")
  func phrasesAreMarked() {
    for (set, mark) in [
      (PageResidue.notes, LineMarks.siteNote), (CopyrightLine.marks, .copyright), (["copyright"], .copyright),
      (LineReading.notices, .notice),
    ] {
      for phrase in set.phrases {
        let letters = String(decoding: phrase, as: UTF8.self).uppercased().map(String.init)
        let spaced = letters.joined(separator: " ")
        #expect(line("앞 \(spaced) 뒤").marks.contains(mark), "\(spaced)")
      }
    }
  }

  @Test("four digits may be a year, three or five are none")
  func years() {
    #expect(line("입력 2024.06.21").marks.contains(.year))
    #expect(line("2024").marks.contains(.year))
    #expect(!line("12345원 678명").marks.contains(.year))
  }

  @Test("a slash is seen")
  func slash() {
    #expect(line("끝. /뉴스1").marks.contains(.slash))
    #expect(!line("끝.").marks.contains(.slash))
  }
}
