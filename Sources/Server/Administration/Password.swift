import Crypto
import CryptoExtras
import Foundation

/// How administrators' passwords are kept: scrypt (RFC 7914), as `scrypt$N$r$p$salt$key`.
public enum Password {
  /// N = 2^15, r = 8, p = 1: 32 MB and some 60 ms, too much to guess many.
  private static let rounds = 1 << 15
  public static let length = 10...256

  /// - Returns: the text to store.
  public static func hash(_ password: String) throws -> String {
    let salt = (0..<16).map { _ in UInt8.random(in: 0...255) }
    let key = try derive(password, salt: salt, rounds: rounds)
    return "scrypt$\(rounds)$8$1$\(Data(salt).base64EncodedString())$\(key.base64EncodedString())"
  }

  /// A stored text that no password is known for; comparing with it takes as long as with any.
  /// - Parameters: base64 of 16 and 32 bytes.
  static func decoy(salt: String, key: String) -> String {
    "scrypt$\(rounds)$8$1$\(salt)$\(key)"
  }

  /// Takes the same time whether the password is right or wrong.
  public static func matches(_ password: String, stored: String) -> Bool {
    let parts = stored.split(separator: "$")
    guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
      let salt = Data(base64Encoded: String(parts[4])),
      let key = Data(base64Encoded: String(parts[5])),
      let derived = try? derive(password, salt: Array(salt), rounds: rounds)
    else { return false }
    guard derived.count == key.count else { return false }
    return zip(derived, key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func derive(_ password: String, salt: [UInt8], rounds: Int) throws -> Data {
    try KDF.Scrypt.deriveKey(
      from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8,
      parallelism: 1, maxMemory: 128 << 20
    ).withUnsafeBytes { Data($0) }
  }
}
