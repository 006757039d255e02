// Draws a circle point by point, prints what the server takes it for, and asks for more.
//
//     swift run Example http://127.0.0.1:8080 [KEY]
import Foundation
import InklingClient

let arguments = CommandLine.arguments.dropFirst()
let inkling = try Inkling(
  arguments.first ?? "http://127.0.0.1:8080", key: arguments.dropFirst().first)
let circle = (0..<60).map { step in
  let turn = Double(step) / 59 * 2 * .pi
  return Point(
    x: 200 + 120 * cos(turn), y: 200 + 120 * sin(turn), timestamp: Double(step) * 16)
}

do {
  print("The model \(try await inkling.modelInfo().version) listens.")
  let stream = await inkling.stream()
  let telling = Task {
    for await guess in stream.guesses {
      let percent = Int((guess.confidence ?? 0) * 100)
      print("\(guess.points) points: \(guess.shape ?? "nothing"), \(percent) %")
    }
  }
  for point in circle {
    try await stream.point(x: point.x, y: point.y)
    try await Task.sleep(for: .milliseconds(16))
  }
  try await stream.lift()
  print("It is a \(try await stream.settled().shape ?? "nothing").")
  await stream.close()
  await telling.value

  let drawing = Drawing([Stroke(circle)])
  print("At once it is a \(try await inkling.classify(drawing).shape), too.")
  let fit = try await inkling.fit(drawing)
  print("The ideal \(fit.geometry?.kind ?? "shape") has the radius \(fit.geometry?.radius ?? 0).")
  let made = try await inkling.generate("heart", count: 1, seed: 7)
  print("A heart of \(made.drawings[0].strokes[0].points.count) points, by \(made.generator).")
} catch let error as InklingError {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
