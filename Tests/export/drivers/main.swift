// Asks the exported recognizer.swift about drawings: lines in and out are those of drive.c.
while let line = readLine() {
  let numbers = line.split(separator: " ").map { Int($0)! }
  var place = 2
  let strokes = (0..<numbers[1]).map { _ in
    let end = place + 1 + 2 * numbers[place]
    defer { place = end }
    return stride(from: place + 1, to: end, by: 2).map { at in
      (x: Double(numbers[at]) / 8, y: Double(numbers[at + 1]) / 8)
    }
  }
  let answer = try InklingRecognizer.recognize(strokes, isFinished: numbers[0] != 0)
  let words =
    answer.logits.map { "\($0)" }
    + answer.guesses.flatMap { [$0.shape, "\($0.confidence.bitPattern)"] }
  print(words.joined(separator: " "))
}
