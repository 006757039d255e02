/**
 * A version 7 UUID (RFC 9562, section 5.7): ordered by time. `crypto.randomUUID` would be
 * version 4, and a page on plain http from another machine does not have it.
 * @param {number} [milliseconds] since 1970
 */
export function makeIdentifier(milliseconds = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 5, rest = milliseconds; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]]
    .map(([from, to]) => digits.slice(from, to)).join("-");
}
