import Ink
import Testing

@testable import Recognition

@Suite struct RecognizerTests {
  private let model: Model

  init() throws { model = try RandomNetwork.model(RandomNetwork.make()) }

  @Test func `every kernel guesses the same about the same ink`() {
    for shape in SyntheticShape.allCases {
      var synthesizer = Synthesizer(shape: shape, seed: 11)
      for _ in 0..<5 {
        let ink = synthesizer.next().ink
        var reference = Recognizer(model: model, kernel: .naive)
        let expected = reference.classify(ink, isFinished: true)
        for kernel in KernelTests.kernels {
          var recognizer = Recognizer(model: model, kernel: kernel)
          #expect(recognizer.classify(ink, isFinished: true) == expected)
          #expect(recognizer.logits == reference.logits)
        }
      }
    }
  }

  @Test func `ink that grew gives what the whole ink gives, and reset forgets it`() {
    var synthesizer = Synthesizer(shape: .heart, seed: 3)
    var growing = Recognizer(model: model)
    for _ in 0..<4 {
      let drawing = synthesizer.next().ink
      growing.reset()
      var ink = drawing
      ink.truncate(to: drawing.points.count / 3)
      growing.classify(ink, isFinished: false)
      let guesses = growing.classify(drawing, isFinished: true)
      var fresh = Recognizer(model: model)
      #expect(fresh.classify(drawing, isFinished: true) == guesses)
    }
  }

  @Test func `the pen's state matters`() {
    var recognizer = Recognizer(model: model)
    let pixels = RandomNetwork.pixels(32, seed: 5)
    recognizer.classify(pixels: pixels, isFinished: false)
    let drawing = recognizer.logits
    recognizer.classify(pixels: pixels, isFinished: true)
    #expect(recognizer.logits != drawing)
  }
}
