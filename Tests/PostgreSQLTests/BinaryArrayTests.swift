import Testing

@testable import PostgreSQL

@Suite struct BinaryArrayTests {
  private static let valid: [UInt8] = {
    var bytes: [UInt8] = []
    BinaryArray.append([1, -2, .max], to: &bytes)
    return bytes
  }()

  private func decode(_ bytes: [UInt8]) -> [Int64]? { bytes.withUnsafeBytes { BinaryArray.int8($0) } }

  @Test("numbers come back")
  func roundTrip() {
    #expect(decode(Self.valid) == [1, -2, .max])
    #expect(decode([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20]) == [])
  }

  @Test("an array cut short or with more behind it is refused")
  func cut() {
    for length in 0..<Self.valid.count { #expect(decode(Array(Self.valid[..<length])) == nil) }
    #expect(decode(Self.valid + [0]) == nil)
    #expect(decode([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0]) == nil)
  }

  @Test("no byte of the header or of a length can be another")
  func changed() {
    let ofNoMatter = Set(4..<8).union(16..<20)  // whether there are NULLs, and the first index
    let lengths = [0, 12, 24].flatMap { 20 + $0..<24 + $0 }
    for index in Array(0..<20) + lengths where !ofNoMatter.contains(index) {
      for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] where value != Self.valid[index] {
        var bytes = Self.valid
        bytes[index] = value
        #expect(decode(bytes) == nil, "byte \(index) is \(value)")
      }
    }
  }
}
