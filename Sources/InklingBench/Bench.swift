import ArgumentParser

/// Every figure that the project publishes comes from one of these commands.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inkling-bench",
    abstract: "Measures Inkling and prints what it found, one question a command.",
    subcommands: [
      JSONCommand.self, CodecCommand.self, PreviewCommand.self, ScoreCommand.self,
      ClassifyCommand.self, GoldenCommand.self, GoldenScoresCommand.self, LearnCommand.self,
      StarterCommand.self,
      ReviewCommand.self, TemplatesCommand.self, ImagesCommand.self, TrainCommand.self,
      ScaleCommand.self,
      StreamCommand.self, ConnectionsCommand.self, StartCommand.self, CrashCommand.self,
      HostileCommand.self, PoorCommand.self, EchoCommand.self, FillCommand.self,
      GalleryCommand.self, CommitCommand.self, BackupBenchCommand.self, DeskCommand.self,
      DashboardsCommand.self, BulkCommand.self, StudioCommand.self, ChurnCommand.self,
      EarlyCommand.self, GenerateCommand.self, StarterGeneratorCommand.self,
    ])
}
