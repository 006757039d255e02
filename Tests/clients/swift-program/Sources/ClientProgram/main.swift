// What every client's program does, here in Swift.
import Foundation
import InklingClient

struct Job: Decodable {
  struct Ink: Decodable {
    let strokes: [[[Double]]]
    let canvas: Canvas
  }
  let address, key, wrongKey: String
  let strokes: [[[Double]]]
  let canvas: Canvas
  let second: Ink
  let cuts: [Int]
}

/// `[x,y]` or `[x,y,pressure,t]`.
func drawing(_ strokes: [[[Double]]], _ canvas: Canvas) -> Drawing {
  Drawing(
    strokes.map { stroke in
      Stroke(
        stroke.map {
          $0.count == 2
            ? Point(x: $0[0], y: $0[1])
            : Point(x: $0[0], y: $0[1], pressure: $0[2], timestamp: $0[3])
        })
    }, canvas: canvas)
}

func tell(_ step: String, _ act: () async throws -> Any) async {
  var told: [String: Any] = ["step": step]
  do { told["value"] = try await act() } catch let error as InklingError {
    told["error"] = [
      "code": error.code, "status": error.status, "message": error.message,
      "errors": error.errors.map { ["path": $0.path, "message": $0.message] },
    ]
  } catch { told["error"] = ["code": "unknown", "message": "\(error)"] }
  let line = try! JSONSerialization.data(withJSONObject: told) + Data("\n".utf8)
  FileHandle.standardOutput.write(line)
}

func told(_ guesses: [Guess]?) -> [[String: Any]] {
  (guesses ?? []).map { ["shape": $0.shape, "confidence": $0.confidence] }
}

func told(_ guess: StreamGuess) -> [String: Any] {
  ["points": guess.points, "guesses": told(guess.guesses)]
}

func told(_ strokes: [Stroke]) -> [[String: Any]] {
  strokes.map { ["points": $0.points.map { ["x": $0.x, "y": $0.y] }] }
}

let input = FileHandle.standardInput.readDataToEndOfFile()
let job = try JSONDecoder().decode(Job.self, from: input)
let inkling = try Inkling(job.address, key: job.key)
let stranger = try Inkling(job.address + "/", key: job.wrongKey)
let whole = drawing(job.strokes, job.canvas)
let second = drawing(job.second.strokes, job.second.canvas)

await tell("classify") { ["guesses": told(try await inkling.classify(whole).guesses)] }
await tell("many") {
  let results = try await inkling.classify([whole, second]).results
  return ["results": results.map { ["guesses": told($0.guesses)] }]
}
await tell("invalid") {
  try await inkling.classify(Drawing([Stroke([Point(x: 0, y: 0), Point(x: 9_000, y: 0)])])).shape
}
await tell("batch") {
  var answers: [[String: Any]] = []
  for try await answer in inkling.batch([whole, Drawing([]), second]) {
    var one: [String: Any] = ["index": answer.index, "guesses": told(answer.guesses)]
    if let error = answer.error { one["error"] = ["code": error.code] }
    answers.append(one)
  }
  return answers
}
await tell("fit") {
  let fit = try await inkling.fit(second, shape: "line")
  return [
    "shape": fit.shape ?? "", "residual": fit.residual ?? 1,
    "geometry": ["kind": fit.geometry?.kind ?? ""],
  ]
}
await tell("generate") {
  let made = try await inkling.generate("circle", count: 2, seed: 7, temperature: 0.5)
  return [
    "seed": made.seed,
    "drawings": made.drawings.map {
      [
        "strokes": told($0.strokes),
        "canvas": ["width": $0.canvas.width, "height": $0.canvas.height],
      ]
    },
  ]
}
await tell("complete") {
  let begun = Drawing([whole.strokes[0]], canvas: job.canvas, finished: false)
  return ["strokes": told(try await inkling.complete(begun, seed: 1).strokes)]
}
await tell("models") {
  try await inkling.models().map { ["version": $0.version, "active": $0.active] }
}
await tell("info") { ["checksum": try await inkling.modelInfo().checksum] }
await tell("file") { try await inkling.modelFile().base64EncodedString() }

await tell("wrong_key") { try await stranger.classify(second).shape }
await tell("wrong_key_stream") {
  let stream = await stranger.stream()
  try await stream.point(x: 1, y: 1)
  return told(try await stream.settled())
}

var options = InkStream.Options()
options.silenceSeconds = 1
let stream = await inkling.stream(canvas: job.canvas, options: options)
var (drawn, isCut) = (0, false)
for stroke in job.strokes {
  for point in stroke {
    try await stream.point(x: point[0], y: point[1], pressure: point[2], time: point[3])
    drawn += 1
    try await Task.sleep(for: .milliseconds(2))
    if isCut { while await stream.isOnline { try await Task.sleep(for: .milliseconds(5)) } }
    isCut = job.cuts.contains(drawn)
    if isCut { await tell("cut") { told(try await stream.settled()) } }
  }
  try await stream.lift()
}
await tell("settled") { told(try await stream.settled()) }
try await stream.undo()
await tell("undone") { told(try await stream.settled()) }
try await stream.reset()
for point in second.strokes[0].points { try await stream.point(x: point.x, y: point.y) }
try await stream.lift()
await tell("again") { told(try await stream.settled()) }
await stream.close()
await tell("closed") { told(try await stream.settled()) }
