// What is in a ZIP file and in NumPy's arrays, read by their specifications.
import assert from "node:assert/strict";

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
/** @param {Buffer} bytes */
const checksum = (bytes) => {
  let value = ~0;
  for (const byte of bytes) value = table[(value ^ byte) & 255] ^ (value >>> 8);
  return ~value >>> 0;
};

/**
 * The entries of a ZIP file of stored entries, each checked against both of its heads.
 * @param {Buffer} file
 * @returns {Map<string, Buffer>}
 */
export function unzip(file) {
  const end = file.length - 22;
  assert.equal(file.readUInt32LE(end), 0x06054b50, "the end of the directory");
  const count = file.readUInt16LE(end + 10);
  let place = file.readUInt32LE(end + 16);
  assert.equal(place + file.readUInt32LE(end + 12), end);
  const entries = new Map();
  for (let index = 0; index < count; index += 1) {
    assert.equal(file.readUInt32LE(place), 0x02014b50, "an entry of the directory");
    assert.equal(file.readUInt16LE(place + 10), 0, "stored");
    const [sum, size] = [file.readUInt32LE(place + 16), file.readUInt32LE(place + 24)];
    const [nameLength, extra] = [file.readUInt16LE(place + 28), file.readUInt16LE(place + 30)];
    const name = file.toString("utf8", place + 46, place + 46 + nameLength);
    const head = file.readUInt32LE(place + 42);
    assert.equal(file.readUInt32LE(head), 0x04034b50, "an entry");
    assert.deepEqual([file.readUInt32LE(head + 14), file.readUInt32LE(head + 22)], [sum, size]);
    const start = head + 30 + file.readUInt16LE(head + 26) + file.readUInt16LE(head + 28);
    const bytes = file.subarray(start, start + size);
    assert.equal(checksum(bytes), sum, name);
    assert.ok(!entries.has(name), `${name} twice`);
    entries.set(name, bytes);
    place += 46 + nameLength + extra;
  }
  return entries;
}

/**
 * An array of NumPy's.
 * @param {Buffer} file
 * @returns {{ type: string, shape: number[], data: Buffer }}
 */
export function readArray(file) {
  assert.equal(file.toString("latin1", 0, 8), "\x93NUMPY\x01\x00");
  const length = file.readUInt16LE(8);
  assert.equal((10 + length) % 64, 0);
  const head = file.toString("latin1", 10, 10 + length);
  const match = /^\{'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\), \} *\n$/.exec(head);
  assert.ok(match, head);
  const shape = match[2].split(",").filter((part) => part.trim()).map(Number);
  return { type: match[1], shape, data: file.subarray(10 + length) };
}
