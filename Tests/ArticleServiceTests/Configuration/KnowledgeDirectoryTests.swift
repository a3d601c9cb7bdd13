import ArticleText
import Foundation
import TestSupport
import Testing

@testable import ArticleService

@Suite("The operator's lists on disk")
struct KnowledgeDirectoryTests {
  @Test("what is there is read, what is not need not be")
  func reads() throws {
    let directory = TemporaryDirectory()
    #expect(try KnowledgeDirectory.read(directory.path) == .none)
    #expect(try KnowledgeDirectory.read("/no/such/directory") == .none)
    try "# 이름\n한도윤\t관장\n".write(toFile: directory.path + "/persons.tsv", atomically: true, encoding: .utf8)
    #expect(try KnowledgeDirectory.read(directory.path).persons.map(\.name) == ["한도윤"])
  }

  @Test("mistakes are told with file and line")
  func mistakes() throws {
    let directory = TemporaryDirectory()
    try "# 도메인\nexample.com\n".write(
      toFile: directory.path + "/publishers.tsv", atomically: true, encoding: .utf8)
    do throws(ConfigurationError) {
      _ = try KnowledgeDirectory.read(directory.path)
      Issue.record("not refused")
    } catch {
      #expect(error.problems.map(\.place) == [directory.path + "/publishers.tsv:2"])
    }
  }
}
