import Glibc
import Logging
import Testing

@testable import ArticleService

@Suite("Memory that a burst leaves behind")
struct HeapTrimmingTests {
  @Test("it stays with the process until it is given back, and what is allocated stays as it was")
  func trims() throws {
    // Every hundredth block stays, so that nothing but a page in the middle can be given back.
    let blocks = try (0..<100_000).map { _ in
      let block = try #require(malloc(2000))
      memset(block, 0x5A, 2000)
      return block
    }
    let full = try #require(ProcessStatistics.now())
    for (index, block) in blocks.enumerated() where index % 100 != 0 { free(block) }
    let freed = try #require(ProcessStatistics.now())
    HeapTrimming.trim(Logger(label: "test"))
    let trimmed = try #require(ProcessStatistics.now())
    #expect(full.heapBytes > 200_000_000)
    #expect(freed.heapBytes < full.heapBytes - 150_000_000)
    #expect(freed.residentBytes > full.residentBytes - 50_000_000)
    #expect(trimmed.residentBytes < full.residentBytes - 150_000_000)
    for index in stride(from: 0, to: blocks.count, by: 100) {
      #expect(blocks[index].load(fromByteOffset: 1999, as: UInt8.self) == 0x5A)
      free(blocks[index])
    }
  }
}
