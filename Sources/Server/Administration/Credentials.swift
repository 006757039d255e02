import Foundation
import Ink

/// An address and a password, as somebody gives them for an account to make.
public struct Credentials: Sendable {
  let email: String
  let password: String

  /// - Throws: a 422 that names what cannot be taken.
  init(_ body: JSON) throws {
    var faults: [Fault] = []
    let email = body["email"]?.string.flatMap { Self.isAddress($0) ? $0 : nil }
    if email == nil {
      faults.append(Fault(path: "email", message: "an e-mail address, as ada@example.org"))
    }
    let password = Self.newPassword(body, "password", &faults)
    guard let email, let password else {
      throw Problem.invalid(
        "An account is {\"email\":\"ada@example.org\",\"password\":\"…\"}.", faults)
    }
    (self.email, self.password) = (email, password)
  }

  public static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.unicodeScalars.count <= 254
      && !text.unicodeScalars.contains {
        $0.properties.isWhitespace || $0.properties.generalCategory == .control
      }
  }

  /// A password to set, or nil and one fault more.
  static func newPassword(_ body: JSON, _ name: String, _ faults: inout [Fault]) -> String? {
    if let text = body[name]?.string, Password.length ~= text.count, text.utf8.count <= 1_024 {
      return text
    }
    let (least, most) = (Password.length.lowerBound, Password.length.upperBound)
    faults.append(Fault(path: name, message: "a password has \(least) to \(most) characters"))
    return nil
  }
}
