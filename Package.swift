// swift-tools-version: 6.1
import PackageDescription

/// The settings of every Swift target: one place, so that no target is quietly laxer than another.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "article-service",
  products: [
    .library(name: "RPCCore", targets: ["RPCCore"]),
    .library(name: "ArticleDedupe", targets: ["ArticleDedupe"]),
    .library(name: "ArticleIndex", targets: ["ArticleIndex"]),
    .library(name: "ArticleText", targets: ["ArticleText"]),
    .library(name: "OpenMetrics", targets: ["OpenMetrics"]),
    .executable(name: "article-service", targets: ["ArticleService"]),
    .executable(name: "rpc-client", targets: ["rpc-client"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // MARK: C, names and narrow shims only
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .target(
      name: "CDuplicateModel",
      exclude: ["LICENSE", "MODEL_CARD.md", "duplicate-model.bin", "word-weights.bin"]),
    .target(name: "CEntityModel", exclude: ["LICENSE", "MODEL_CARD.md", "entity-model.bin"]),
    .target(name: "CHTMLEvents", dependencies: ["CLibXML2"]),
    .target(name: "CJSONText"),
    .target(name: "CLinux"),
    .target(name: "CPageModel", exclude: ["LICENSE", "MODEL_CARD.md", "page-model.bin"]),
    .target(name: "CPostgreSQL"),

    // MARK: Libraries
    .target(
      name: "ArticleDedupe",
      dependencies: ["ArticleText", "CDuplicateModel"],
      swiftSettings: settings),
    .target(
      name: "ArticleIndex",
      dependencies: [
        "ArticleDedupe",
        "PostgreSQL",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "ArticleText",
      dependencies: ["CEntityModel", "CHTMLEvents", "CPageModel"],
      swiftSettings: settings),
    .target(
      name: "OpenMetrics",
      dependencies: [
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: settings),
    .target(name: "PostgreSQL", dependencies: ["CPostgreSQL"], swiftSettings: settings),
    .target(
      name: "RPCCore",
      dependencies: [
        "CJSONText",
        "CLinux",
        "CSystemd",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      exclude: ["README.md"],
      swiftSettings: settings),

    // MARK: Programs
    .executableTarget(
      name: "ArticleService",
      dependencies: [
        "ArticleDedupe",
        "ArticleIndex",
        "ArticleText",
        "CLinux",
        "OpenMetrics",
        "RPCCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "rpc-client",
      dependencies: [
        "RPCCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),

    // MARK: Examples
    .executableTarget(
      name: "echo-client", dependencies: ["RPCCore"], path: "Examples/echo-client", swiftSettings: settings),
    .executableTarget(
      name: "echo-server", dependencies: ["RPCCore"], path: "Examples/echo-server", swiftSettings: settings),

    // MARK: Tests
    .executableTarget(
      name: "rpc-test-server",
      dependencies: [
        "OpenMetrics",
        "RPCCore",
        "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/TestService",
      swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["CLinux"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(name: "ArticleDedupeTests", dependencies: ["ArticleDedupe"], swiftSettings: settings),
    .testTarget(
      name: "ArticleIndexTests",
      dependencies: [
        "ArticleDedupe", "ArticleIndex", "PostgreSQL", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),
    .testTarget(
      name: "ArticleServiceTests",
      dependencies: [
        "ArticleDedupe", "ArticleIndex", "ArticleService", "ArticleText", "rpc-client", "RPCCore",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ArticleTextTests", dependencies: ["ArticleText"], swiftSettings: settings),
    .testTarget(
      name: "OpenMetricsTests",
      dependencies: ["OpenMetrics", .product(name: "CoreMetrics", package: "swift-metrics")],
      swiftSettings: settings),
    .testTarget(
      name: "PostgreSQLTests", dependencies: ["PostgreSQL", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "RPCClientTests", dependencies: ["rpc-client", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "RPCCoreTests",
      dependencies: [
        "CJSONText", "OpenMetrics", "RPCCore", "TestSupport",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
  ]
)
