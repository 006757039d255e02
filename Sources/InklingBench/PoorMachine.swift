import Foundation

/// What a machine can lack, and how a server is made to feel it.
enum PoorMachine: String, CaseIterable {
  case slowDisk = "every wait for the disk takes 50 ms more"
  case fewDescriptors = "256 descriptors"
  case littleMemory = "300 MB of memory"

  static let descriptors = 256

  /// A program, and its arguments before the server's own; nil where this machine cannot do it.
  /// - Parameters:
  ///   - folder: for what has to be made first.
  ///   - sources: the folder of the peers' programs.
  func wrapper(_ folder: TemporaryFolder, sources: String) -> [String]? {
    switch self {
    case .slowDisk:
      let library = folder.path + "/slow_disk.so"
      guard
        Self.run(["clang", "-shared", "-fPIC", "-O1", "-o", library, "\(sources)/slow_disk.c"])
      else { return nil }
      return ["env", "LD_PRELOAD=\(library)", "SLOW_DISK_MS=50"]
    case .fewDescriptors:
      return ["sh", "-c", "ulimit -n \(Self.descriptors); exec \"$@\"", "sh"]
    case .littleMemory:
      guard let group = Self.memoryGroup() else { return nil }
      return ["sh", "-c", "echo $$ > \(group)/cgroup.procs; exec \"$@\"", "sh"]
    }
  }

  var whyNot: String {
    switch self {
    case .slowDisk: "skipped: it needs clang, and the project's folder as the working folder"
    case .fewDescriptors: "skipped"
    case .littleMemory: "skipped: it needs a control group for memory, and so to be root"
    }
  }

  /// A control group of either version that takes so much memory.
  private static func memoryGroup() -> String? {
    let name = "inkling-bench"
    for (root, limit) in [
      ("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max"),
    ] where FileManager.default.fileExists(atPath: root) {
      let group = "\(root)/\(name)"
      try? FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: true)
      let file = "\(group)/\(limit)"
      guard FileManager.default.fileExists(atPath: file),
        (try? Data("300000000".utf8).write(to: URL(fileURLWithPath: file))) != nil
      else { continue }
      return group
    }
    return nil
  }

  private static func run(_ command: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
