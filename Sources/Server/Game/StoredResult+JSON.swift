import Ink
import Storage

extension StoredResult {
  /// `"stats":{…},"kept":true`
  func writeMembers(to writer: inout JSONWriter) {
    writer.name("stats")
    stats.write(to: &writer)
    writer.member("kept", isKept)
  }
}

extension UserStats {
  /// The person's figures, and what the drawing that is answered was good for.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("drawings", drawings)
    writer.member("streak", streak)
    writer.member("best_streak", bestStreak)
    writer.member("average_quality", averageQuality)
    writer.member("days", days)
    writer.member("best_days", bestDays)
    writer.name("earned")
    writer.beginArray()
    for achievement in reward?.earned ?? [] { writer.string(achievement.rawValue) }
    writer.endArray()
    writer.name("level")
    if let reward {
      writer.beginObject()
      writer.member("shape", reward.shape)
      writer.member("level", reward.level)
      writer.member("is_new", reward.isNewLevel)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.member("best", reward?.isBest ?? false)
    writer.endObject()
  }
}
