import RPCCore

/// Sends a call again that failed in a way that lets it.
///
/// What an overloaded server refused was not carried out, whatever the method. What was lost on the way, ran out of time or
/// met the end of a server may have been: it is sent again only where `rpc.discover` marks the method as `x-idempotent`.
struct Retries {
  /// How often at most, beyond the first try.
  let triesMax: Int
  let isIdempotent: Bool
  let timeout: Duration

  /// The longest pause before a call that the server refused is sent again.
  private static let pauseMax = Duration.seconds(5)

  func call(_ client: RPCClient, _ method: String, _ params: [UInt8]) async throws -> [UInt8] {
    let start = ContinuousClock.now
    var tries = 0
    while true {
      do {
        return try await client.callJSON(
          method, params, timeout: timeout, isIdempotent: isIdempotent && triesMax > 0)
      } catch let error as RPCError
        where error.retryable && (isIdempotent || error.code == .overloaded) && tries < triesMax
        && ContinuousClock.now - start < timeout
      {
        tries += 1
        let asked =
          error.details.retryAfterMs.map { Duration.milliseconds($0) } ?? .milliseconds(50 << min(tries, 6))
        // Many callers are refused at one moment; they come back at different ones.
        try await Task.sleep(for: min(asked, Self.pauseMax) * Double.random(in: 1...1.5))
      }
    }
  }
}
