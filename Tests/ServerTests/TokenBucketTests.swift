import Testing

@testable import Server

@Suite struct TokenBucketTests {
  /// Fills up so slowly that no test sees it.
  private func bucket() -> TokenBucket { TokenBucket(capacity: 3, perSecond: 0.001) }

  @Test func `a bucket gives what it holds and then nothing`() {
    var bucket = bucket()
    #expect(bucket.share == 1)
    let taken = (1...5).map { _ in bucket.take() }
    #expect(taken == [true, true, true, false, false])
    #expect(bucket.share < 0.01)
    var large = self.bucket()
    let more = [large.take(100), large.take()]
    #expect(more == [true, false])
  }

  @Test func `however many come, whoever took most is not forgiven`() {
    var buckets = TokenBuckets(limit: 100)
    while buckets.take(of: "greedy", new: bucket()) {}
    for number in 0..<1_000 {
      let taken = [
        buckets.take(of: "\(number)", new: bucket()), buckets.take(of: "greedy", new: bucket()),
      ]
      #expect(taken == [true, false])
    }
  }

  @Test func `those that are full again make room`() {
    var buckets = TokenBuckets(limit: 10)
    _ = buckets.take(3, of: "slow", new: bucket())
    for number in 0..<1_000 { _ = buckets.take(0, of: "\(number)", new: bucket()) }
    let again = buckets.take(of: "slow", new: bucket())
    #expect(!again)
  }
}
