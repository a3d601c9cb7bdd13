import Testing

@testable import RPCCore

@Suite("The journal")
struct JournalTests {
  @Test(
    "names become those that the journal takes",
    arguments: [
      ("method", "METHOD"), ("peer_uid", "PEER_UID"), ("error.kind", "ERROR_KIND"), ("_trusted", "TRUSTED"),
      ("9lives", "LIVES"), ("한글", "FIELD"), ("", "FIELD"),
    ])
  func fieldNames(key: String, name: String) { #expect(Journal.fieldName(key) == name) }

  @Test("names are bounded")
  func boundedNames() { #expect(Journal.fieldName(String(repeating: "a", count: 100)).count == 64) }
}
