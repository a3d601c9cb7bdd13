import Testing

@testable import ArticleText

@Suite("Text and scalars")
struct ScalarCodingTests {
  @Test("every scalar survives the way to a string and back")
  func roundTrip() {
    let all = (UInt32(0)...0x10FFFF).compactMap { Unicode.Scalar($0) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: all)
    #expect(all[...].string == String(view))
    #expect([Unicode.Scalar](String(view)) == all)
  }

  @Test("a part of a text, and an empty one")
  func parts() {
    let scalars = [Unicode.Scalar]("a가é😀.")
    #expect(scalars[1..<4].string == "가é😀")
    #expect(scalars[2..<2].string == "")
    #expect([Unicode.Scalar]("") == [])
  }
}
