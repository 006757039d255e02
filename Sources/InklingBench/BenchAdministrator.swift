import Crypto
import Foundation
import Storage

/// Somebody who is signed in to a server that a benchmark starts.
enum BenchAdministrator {
  /// Makes the account and its session, before the server opens the folder.
  /// - Returns: the cookie, as `name=value`.
  static func signIn(dataFolder: String) throws -> String {
    let store = try Store(folder: DataFolder(path: dataFolder, exclusive: true))
    defer { store.close() }
    let token = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
      .filter { $0.isLetter || $0.isNumber }
    let email = "bench-\(token.prefix(8))@example.org"
    // Nobody signs in with a password here: no text is one's hash.
    try store.waitForChange {
      store.writer.addAdministrator(email: email, password: "none", completion: $0)
    }
    guard let known = try store.administrator(email: email)?.administrator else {
      throw BenchError("The administrator that was made is not there.")
    }
    try store.beginSession(
      of: known, tokenHash: Array(SHA256.hash(data: Data(token.utf8))),
      expires: storeTime() + 86_400_000)
    return "inkling_admin=\(token)"
  }
}
