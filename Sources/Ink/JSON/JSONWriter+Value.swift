extension JSONWriter {
  /// A value that was read; numbers keep six decimals.
  public mutating func write(_ json: JSON) {
    switch json {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let value): number(value, decimals: 6)
    case .string(let value): string(value)
    case .array(let values):
      beginArray()
      for value in values { write(value) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        name(member.name)
        write(member.value)
      }
      endObject()
    }
  }
}
