import ArticleText
import Foundation
import Glibc

/// The operator's own lists on disk: persons.tsv, organisations.tsv, publishers.tsv and residue.tsv.
enum KnowledgeDirectory {
  /// Bytes of one file: 100,000 rows of some 300 bytes.
  private static let bytesMax = 32 << 20

  /// Reads the files that are there.
  ///
  /// - Throws: `ConfigurationError` with every mistake, each with its file and line.
  static func read(_ directory: String) throws(ConfigurationError) -> OperatorKnowledge {
    var files: [String: [UInt8]] = [:]
    var problems: [ConfigurationError.Problem] = []
    for name in OperatorKnowledge.fileNames {
      let path = directory + "/" + name
      var status = stat()
      guard stat(path, &status) == 0 else {
        if errno != ENOENT, errno != ENOTDIR {
          problems.append(.init(place: path, reason: String(cString: strerror(errno))))
        }
        continue
      }
      guard status.st_size <= bytesMax else {
        problems.append(.init(place: path, reason: "the file is over 32 MiB"))
        continue
      }
      guard let data = FileManager.default.contents(atPath: path) else {
        problems.append(.init(place: path, reason: "the file cannot be read"))
        continue
      }
      files[name] = Array(data)
    }
    do {
      guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
      return try OperatorKnowledge(files: files)
    } catch let error as KnowledgeErrors {
      throw ConfigurationError(
        problems: error.errors.map {
          .init(place: "\(directory)/\($0.file):\($0.line)", reason: "\($0.reason)")
        })
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError(problems: [.init(place: directory, reason: "\(error)")])
    }
  }
}
