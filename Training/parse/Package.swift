// swift-tools-version: 6.1
import PackageDescription

// Writes what the page model is trained on. See README.md; `train.sh` is the whole way.
let package = Package(
  name: "parse-training",
  dependencies: [.package(name: "article-service", path: "../..")],
  targets: [
    .executableTarget(
      name: "page-samples",
      dependencies: [.product(name: "ArticleText", package: "article-service")],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ]
)
