// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "ClientProgram",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "InklingClient", path: "../../../samples/clients/swift")],
  targets: [
    .executableTarget(
      name: "ClientProgram",
      dependencies: [.product(name: "InklingClient", package: "InklingClient")])
  ]
)
