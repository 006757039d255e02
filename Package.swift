// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "inkling",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "inkling-bench", targets: ["InklingBench"]),
    .library(name: "Ink", targets: ["Ink"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // What ink is and how good it is. No Foundation, no I/O: it also runs in the page.
    .target(name: "Ink"),

    // Each C library behind one wrapper.
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "Imaging", dependencies: ["CPNG", "Ink"]),
    .executableTarget(
      name: "InklingBench",
      dependencies: [
        "Ink", "Imaging",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "InkTests", dependencies: ["Ink"]),
    .testTarget(name: "ImagingTests", dependencies: ["Imaging"]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [.enableUpcomingFeature("InternalImportsByDefault")]
}
