import Glibc

/// `rpc-fuzz TARGET [libFuzzer's options and corpus folders]`
///
/// Each target takes any bytes, and traps where a promise does not hold.
@main
enum Fuzzer {
  static func main() {
    var arguments = CommandLine.arguments
    guard target != nil else {
      print("usage: rpc-fuzz \(Target.allCases.map(\.rawValue).joined(separator: "|")) [options] [corpus…]")
      return
    }
    arguments.remove(at: 1)
    var pointers = arguments.map { strdup($0) } + [nil]
    var count = Int32(arguments.count)
    pointers.withUnsafeMutableBufferPointer { buffer in
      var base = buffer.baseAddress
      // A C function has no context: the target stands in a constant.
      _ = runDriver(&count, &base) { bytes, count in
        Fuzzer.target?.run(UnsafeBufferPointer(start: bytes, count: count))
        return 0
      }
    }
  }

  /// What the first argument names.
  private static let target = CommandLine.arguments.dropFirst().first.flatMap { Target(rawValue: $0) }

  enum Target: String, CaseIterable {
    case frames, json, params, bytes, page, text

    func run(_ input: UnsafeBufferPointer<UInt8>) {
      switch self {
      case .frames: FrameFuzzing.run(input)
      case .json: JSONFuzzing.run(input)
      case .params: ParamsFuzzing.run(input)
      case .bytes: ArticleFuzzing.bytes(input)
      case .page: ArticleFuzzing.page(input)
      case .text: ArticleFuzzing.text(input)
      }
    }
  }
}

/// libFuzzer as a library: llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
