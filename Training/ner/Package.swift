// swift-tools-version: 6.1
import PackageDescription

// Trains the model of the entity tagger and measures it. See README.md; `train.sh` is the whole way.
let package = Package(
  name: "ner-training",
  dependencies: [.package(name: "article-service", path: "../..")],
  targets: [
    .executableTarget(
      name: "ner-trainer",
      dependencies: [.product(name: "ArticleText", package: "article-service")],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ]
)
