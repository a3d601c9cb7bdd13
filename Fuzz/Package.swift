// swift-tools-version: 6.1
import PackageDescription

// libFuzzer over what a peer's bytes meet first, and over what articles' bytes meet. Built by `run.sh`, which gives the flags of the sanitizers and of
// coverage to every module, RPCCore's too.
let package = Package(
  name: "rpc-fuzz",
  dependencies: [.package(name: "article-service", path: "..")],
  targets: [
    .executableTarget(
      name: "rpc-fuzz",
      dependencies: [
        .product(name: "ArticleText", package: "article-service"),
        .product(name: "RPCCore", package: "article-service"),
      ])
  ]
)
