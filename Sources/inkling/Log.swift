import Logging

/// What the program says of itself, on standard error.
enum Log {
  static func make(format: String) throws -> Logger {
    switch format {
    case "json": LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
    case "text": LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    case let other:
      throw Failure(Failure.usage, "A log format is json or text, not \"\(other)\".")
    }
    return Logger(label: "inkling")
  }
}
