import Synchronization
import TestSupport
import Testing

@testable import ArticleIndex

/// The promises of every durable index, kept by the one in a file.
@Suite("The durable index in a file, like every other")
struct SQLiteIndexConformanceTests {
  private let directories = Directories()

  private func make() throws -> SQLiteIndex { try SQLiteIndex(directory: directories.new()) }

  /// Directories that are there as long as a test.
  private final class Directories: Sendable {
    private let list = Mutex<[TemporaryDirectory]>([])

    func new() -> String {
      let directory = TemporaryDirectory()
      list.withLock { $0.append(directory) }
      return directory.path
    }
  }

  @Test func likeMemory() async throws { try await IndexConformance.answersLikeMemory { try make() } }
  @Test func manyCopies() async throws { try await IndexConformance.manyCopies { try make() } }
  @Test func conflicts() async throws { try await IndexConformance.conflicts { try make() } }
  @Test func ids() async throws { try await IndexConformance.ids { try make() } }
  @Test func concurrentAdders() async throws { try await IndexConformance.concurrentAdders { try make() } }
  @Test func concurrentIds() async throws { try await IndexConformance.concurrentIds { try make() } }
  @Test func heirs() async throws { try await IndexConformance.heirs { try make() } }
  @Test func prune() async throws { try await IndexConformance.prune { try make() } }
  @Test func exportAndRestore() async throws { try await IndexConformance.exportAndRestore { try make() } }
  @Test func otherVersion() async throws { try await IndexConformance.otherVersion { try make() } }
  @Test func closing() async throws { try await IndexConformance.closing { try make() } }
  @Test func cancellation() async throws { try await IndexConformance.cancellation { try make() } }
}
