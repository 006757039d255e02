import { circle } from "./address.js";

/**
 * One drawing over HTTP, with Foundation.
 * @param {import("./address.js").Way} way
 */
export const swiftAsk = ({ address, key }) => `import Foundation
#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

struct Drawing: Encodable {
  var canvas = ["width": 400, "height": 400]
  var strokes: [[[Double]]]
}

struct Guess: Decodable {
  var shape: String
  var confidence: Double
}

struct Problem: Decodable { var detail: String }

var request = URLRequest(url: URL(string: "${address}/api/inference/classify")!)
request.httpMethod = "POST"
request.setValue("application/json", forHTTPHeaderField: "Content-Type")
${key ? `request.setValue("Bearer ${key}", forHTTPHeaderField: "Authorization")
` : ""}request.httpBody = try JSONEncoder().encode(
  Drawing(strokes: [
    ${circle}
  ]))

let (data, response) = try await URLSession.shared.data(for: request)
if (response as? HTTPURLResponse)?.statusCode == 200 {
  let guess = try JSONDecoder().decode(Guess.self, from: data)
  print(guess.shape, String(format: "%.1f %%", 100 * guess.confidence))
} else {
  print(try JSONDecoder().decode(Problem.self, from: data).detail)
  exit(1)
}
`;
