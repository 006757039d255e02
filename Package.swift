// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "inkling",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "inkling", targets: ["inkling"]),
    .executable(name: "inkling-bench", targets: ["InklingBench"]),
    .library(name: "Ink", targets: ["Ink"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // What ink is and how good it is. No Foundation, no I/O: it also runs in the page.
    .target(name: "Ink"),

    // What ink means. As pure as Ink, for the page as well.
    .target(name: "Recognition", dependencies: ["CKernels", "Ink"]),
    // Ink that was never drawn: the learnt generator. As pure as Ink.
    .target(name: "Generation", dependencies: ["Ink"]),
    // The numeric kernels, in C: integers for recognition, floats for learning.
    .target(name: "CKernels", exclude: ["train_kernels.inc"]),

    // Learning. Knows no server and no store.
    .target(
      name: "Training",
      dependencies: [
        "CKernels", "Generation", "Ink", "Recognition",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/onnx.proto"],
      resources: [
        .embedInCode("Export/templates/recognizer.js"),
        .embedInCode("Export/templates/recognizer.c"),
        .embedInCode("Export/templates/recognizer.swift"),
      ]),

    // Which drawings are worth a second look. Knows no server and no store.
    .target(name: "Review", dependencies: ["Ink", "Recognition", "Training"]),

    // Each C library behind one wrapper.
    .systemLibrary(
      name: "CLibwebsockets", pkgConfig: "libwebsockets",
      providers: [.apt(["libwebsockets-dev", "libev-dev"]), .brew(["libwebsockets", "libev"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
    .target(name: "Transport", dependencies: ["CLibwebsockets", "CZlib"]),
    .target(name: "Imaging", dependencies: ["CPNG", "CQREncode", "Ink"]),
    // ZIP files and NumPy's arrays, written from front to back.
    .target(name: "Archive", dependencies: ["CZlib"]),
    .target(
      name: "Migrations", path: "db", resources: [.embedInCode("migrations"), .embedInCode("ink")]),
    .target(
      name: "Storage",
      dependencies: [
        "Ink", "Migrations", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // What the program does.
    .target(
      name: "Server",
      dependencies: [
        "Archive", "Generation", "Ink", "Imaging", "Recognition", "Storage", "Transport",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ], resources: [.embedInCode("OpenAPI/openapi.json")]),
    // Many clients that draw as people do, to try a server and to measure it.
    .target(name: "CLoad"),
    .target(
      name: "Load",
      dependencies: [
        "CLoad", "Ink", "Transport",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ]),
    .executableTarget(
      name: "inkling",
      dependencies: [
        "Archive", "Generation", "Ink", "Load", "Recognition", "Review", "Server", "Storage",
        "Training",
        "Transport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "InklingBench",
      dependencies: [
        "CKernels", "CLoad", "Generation", "Ink", "Imaging", "Load", "Recognition", "Review",
        "Storage",
        "Training",
        "Transport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["peers"]),

    .testTarget(name: "InkTests", dependencies: ["Ink"]),
    .testTarget(name: "RecognitionTests", dependencies: ["CKernels", "Ink", "Recognition"]),
    .testTarget(name: "GenerationTests", dependencies: ["Generation", "Ink"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["CKernels", "Generation", "Ink", "Recognition", "Training"]),
    .testTarget(name: "ImagingTests", dependencies: ["CPNG", "Imaging", "Ink"]),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Ink", "Storage", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "TransportTests", dependencies: ["Transport"]),
    .testTarget(name: "LoadTests", dependencies: ["Ink", "Load"]),
    // A worker whose training the tests of the machinery can hold up.
    .executableTarget(
      name: "workbench",
      dependencies: [
        "Ink", "Recognition", "Server", "Storage",
        .product(name: "Logging", package: "swift-log"),
      ], path: "Tests/Workbench"),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "workbench", "Ink", "Recognition", "Server", "Storage", "Transport",
        .product(name: "Logging", package: "swift-log"),
      ]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [.enableUpcomingFeature("InternalImportsByDefault")]
}
