import Generation

extension Autoencoder {
  /// The decoder in steps of 16 bits, without the columns that only fill up.
  func decoder(shapes count: Int) -> Decoder {
    let sizes = Decoder.sizes(codeSize: shape.codeSize, shapes: count, hidden: shape.hidden)
    var layers: [WeightMatrix] = []
    for (index, layer) in shape.decoder.enumerated() {
      let rows: [Int]
      if index == 0 {
        let strokes = shape.codeRoom..<shape.codeRoom + Layout.strokes.count
        rows =
          Array(0..<shape.codeSize) + Array(strokes)
          + Array(strokes.upperBound..<strokes.upperBound + count)
      } else {
        rows = Array(0..<layer.inputs)
      }
      var values: [Float] = []
      for row in rows + [layer.inputs] {
        let start = layer.start + row * layer.outputs
        for column in 0..<layer.outputs { values.append(weights.base[start + column]) }
      }
      layers.append(
        WeightMatrix(rows: sizes[index].rows, columns: sizes[index].columns, rounding: values))
    }
    return Decoder(
      codeSize: shape.codeSize, shapes: count, hidden: shape.hidden, layers: layers)
  }

  /// Each drawing's code in steps of `CodeGroup.stepsPerUnit`.
  func codes(of drawings: [InkFeatures], shape index: Int) -> [[Int8]] {
    var codes: [[Int8]] = []
    for start in stride(from: 0, to: drawings.count, by: Autoencoder.batchSize) {
      forward { number, shard in
        for place in 0..<AutoencoderShard.size {
          let position = start + number * AutoencoderShard.size + place
          shard.set(drawings[min(position, drawings.count - 1)], shape: index, at: place)
        }
        shard.noise.fill(0)
      }
      for position in start..<min(start + Autoencoder.batchSize, drawings.count) {
        let (number, place) = (position - start).quotientAndRemainder(
          dividingBy: AutoencoderShard.size)
        let row = shards[number].codes.base + place * 2 * shape.codeRoom
        codes.append(
          (0..<shape.codeSize).map {
            Int8(min(max((row[$0] * CodeGroup.stepsPerUnit).rounded(), -127), 127))
          })
      }
    }
    return codes
  }
}
