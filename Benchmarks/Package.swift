// swift-tools-version: 6.1
import PackageDescription

// Quality and speed, measured from outside the product: each tool reads a development set and writes
// predictions in the form that the set's own scorer reads. Run by `quality.sh`.
let package = Package(
  name: "article-benchmarks",
  dependencies: [.package(name: "article-service", path: "..")],
  targets: [
    .executableTarget(
      name: "dedupe-growth",
      dependencies: [
        .product(name: "ArticleDedupe", package: "article-service"),
        .product(name: "ArticleIndex", package: "article-service"),
      ]),
    .executableTarget(
      name: "predict-dedupe", dependencies: [.product(name: "ArticleDedupe", package: "article-service")]),
    .executableTarget(
      name: "predict-entities", dependencies: [.product(name: "ArticleText", package: "article-service")]),
    .executableTarget(
      name: "predict-parse", dependencies: [.product(name: "ArticleText", package: "article-service")]),
  ]
)
