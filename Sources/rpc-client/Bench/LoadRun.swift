import RPCCore

/// Carries a load plan out.
///
/// Latency counts from when a call was due and not from when it was sent: a server that stalls delays the calls behind, and
/// leaving their waiting out would be coordinated omission (Gil Tene, "How not to measure latency"). In a closed loop a call is
/// due when the one before it is answered, and nothing is left out of what that one caller sees.
struct LoadRun {
  let clients: [RPCClient]
  let method: String
  /// The params of the calls, in turn.
  let params: [[UInt8]]
  /// Calls under way at most.
  let inFlightMax: Int
  let timeout: Duration

  /// - Returns: what was counted, and for how long.
  func run(_ plan: LoadPlan) async -> (LoadStatistics, Duration) {
    let recorder = LoadRecorder()
    let start = ContinuousClock.now
    if case .open = plan.loop {
      await open(plan, start, recorder)
    } else {
      await closed(plan, start, recorder)
    }
    return (recorder.result, ContinuousClock.now - start - plan.warmUp)
  }

  private func open(_ plan: LoadPlan, _ start: ContinuousClock.Instant, _ recorder: LoadRecorder) async {
    var plan = plan
    let end = start + plan.warmUp + plan.duration
    await withTaskGroup(of: Void.self) { group in
      var (number, counted, uncollected) = (0, 0, 0)
      while let offset = plan.next(), counted < plan.callsMax {
        let due = start + offset
        let isCounted = offset >= plan.warmUp
        if due > .now { try? await Task.sleep(until: due, clock: .continuous) }
        let mustWait = recorder.underWay >= inFlightMax
        // The time is over, and there is no room: what is due and was not sent is told, and not sent.
        if mustWait, ContinuousClock.now > end {
          var unsent = isCounted ? 1 : 0
          while counted + unsent < plan.callsMax, let later = plan.next() {
            if later >= plan.warmUp { unsent += 1 }
          }
          recorder.leftOut(unsent)
          break
        }
        // Tasks that have ended are kept until they are asked for; one at least has, or must be waited for.
        while recorder.underWay >= inFlightMax || uncollected >= inFlightMax, await group.next() != nil {
          uncollected -= 1
        }
        if isCounted {
          recorder.sent(late: max(.zero, .now - due), waited: mustWait)
          counted += 1
        }
        let call = number
        recorder.begin()
        group.addTask {
          await self.call(call, due: due, isCounted ? recorder : nil, pausesWhenRefused: false)
          recorder.end()
        }
        number += 1
        uncollected += 1
      }
    }
  }

  private func closed(_ plan: LoadPlan, _ start: ContinuousClock.Instant, _ recorder: LoadRecorder) async {
    let (end, counting) = (start + plan.warmUp + plan.duration, start + plan.warmUp)
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<inFlightMax {
        // Each takes its share of the calls, and its own params in turn.
        let share = plan.callsMax / inFlightMax + (worker < plan.callsMax % inFlightMax ? 1 : 0)
        group.addTask {
          var (number, counted) = (worker, 0)
          while .now < end, counted < share {
            let due = ContinuousClock.now
            let isCounted = due >= counting
            await self.call(number, due: due, isCounted ? recorder : nil, pausesWhenRefused: true)
            if isCounted { counted += 1 }
            number += self.inFlightMax
          }
        }
      }
    }
  }

  private func call(
    _ number: Int, due: ContinuousClock.Instant, _ recorder: LoadRecorder?, pausesWhenRefused: Bool
  ) async {
    do {
      let result = try await clients[number % clients.count].callJSON(
        method, params[number % params.count], timeout: timeout)
      recorder?.answered(after: .now - due, bytes: result.count)
    } catch {
      recorder?.failed(error)
      // A caller in a closed loop comes back at once; at full speed it would measure refusals only.
      if pausesWhenRefused, let error = error as? RPCError, let pause = error.details.retryAfterMs {
        try? await Task.sleep(for: .milliseconds(min(pause, 100)))
      }
    }
  }
}
