import Testing

@testable import ArticleText

@Suite("Word scalars")
struct WordScalarTests {
  private static let scalars = (UInt32(0)...0x10FFFF).compactMap { Unicode.Scalar($0) }

  @Test("the quick answers are Unicode's, for every scalar")
  func quickAnswersAreUnicodes() {
    let wrong = Self.scalars.filter { scalar in
      let isWord =
        scalar.value < 0x80
        ? scalar.isASCIIDigit || scalar.isASCIILetter
        : scalar.isHangulSyllable || scalar.isHanja || scalar.properties.isAlphabetic
          || scalar.properties.numericType != nil
      return scalar.isWordScalar != isWord
    }
    #expect(wrong == [])
  }

  @Test("what joins the scalar before it is known as Unicode knows it")
  func continuesAsUnicodeSays() {
    let wrong = Self.scalars.filter { scalar in
      let isJamo = (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
      let joins =
        scalar.value >= 0x300
        && (isJamo || (!scalar.isHanja && scalar.properties.canonicalCombiningClass != .notReordered))
      return Normalisation.continues(scalar) != joins
    }
    #expect(wrong == [])
  }
}
