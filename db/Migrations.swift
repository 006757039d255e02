/// The schema's history, embedded in the program. Shipped files are never edited, only followed.
public enum Migrations {
  public struct Step: Sendable {
    public let name: String
    public let sql: String
  }

  /// Of the database of drawings, people and work.
  public static let main: [Step] = [
    Step("0001_people", PackageResources._001_people_sql),
    Step("0002_drawings", PackageResources._002_drawings_sql),
    Step("0003_counters", PackageResources._003_counters_sql),
    Step("0004_work", PackageResources._004_work_sql),
    Step("0005_models", PackageResources._005_models_sql),
    Step("0006_gallery", PackageResources._006_gallery_sql),
    Step("0007_mending", PackageResources._007_mending_sql),
    Step("0008_curves", PackageResources._008_curves_sql),
    Step("0009_review", PackageResources._009_review_sql),
    Step("0010_imports", PackageResources._010_imports_sql),
    Step("0011_accounts", PackageResources._011_accounts_sql),
    Step("0012_studio", PackageResources._012_studio_sql),
    Step("0013_game", PackageResources._013_game_sql),
    Step("0014_lessons", PackageResources._014_lessons_sql),
    Step("0015_late", PackageResources._015_late_sql),
  ]

  /// Of the log of live ink, a file of its own.
  public static let ink: [Step] = [Step("0001_ink", PackageResources._001_ink_sql)]
}

extension Migrations.Step {
  fileprivate init(_ name: String, _ bytes: [UInt8]) {
    self.init(name: name, sql: String(decoding: bytes, as: UTF8.self))
  }
}
