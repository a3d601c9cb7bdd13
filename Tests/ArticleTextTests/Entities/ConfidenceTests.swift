import Testing

@testable import ArticleText

@Suite("Confidence") struct ConfidenceTests {
  @Test("a curve keeps the order, and what is surer than it should be is set lower")
  func curves() {
    for kind in [Entity.Kind.person, .organization, .place, .date, .time, .quantity] {
      let values = [0.01, 0.3, 0.5, 0.7, 0.9, 0.99].map { Confidence.calibrated($0, kind) }
      #expect(values == values.sorted())
      #expect(values.allSatisfy { 0 < $0 && $0 < 1 })
      #expect(Confidence.calibrated(0.9, kind) < 0.9)
    }
  }

  @Test("what is certain stays so, and so does what has no curve")
  func certain() {
    #expect(Confidence.calibrated(1, .person) == 1)
    #expect(Confidence.calibrated(0.6, .event) == 0.6)
  }
}
