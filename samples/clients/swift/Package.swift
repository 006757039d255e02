// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "InklingClient",
  platforms: [.macOS(.v13), .iOS(.v16)],
  products: [.library(name: "InklingClient", targets: ["InklingClient"])],
  targets: [
    .target(name: "InklingClient"),
    .executableTarget(name: "Example", dependencies: ["InklingClient"]),
  ]
)
