import Dispatch

/// What takes too long, and how a connection ends.
extension Connection {
  /// How long the peer of a draining connection may read nothing of what it was answered.
  private static let unreadWhileDrainingMax = Duration.seconds(2)

  /// One timer a connection, for the earliest deadline; the tick looks after what it misses.
  func scheduleDeadline(of call: CallTable.Call) {
    if let deadline = call.deadline { scheduleDeadline(at: deadline) }
  }

  private func scheduleDeadline(at deadline: DispatchTime) {
    if let scheduled = deadlineTimer, scheduled <= deadline { return }
    deadlineTimer = deadline
    after(deadline) { connection in
      guard connection.deadlineTimer == deadline else { return }
      connection.deadlineTimer = nil
      connection.endOverdueCalls()
      if let next = connection.calls.nextDeadline { connection.scheduleDeadline(at: next) }
    }
  }

  /// Does something on this connection's queue at a time, if the connection is still there.
  private func after(_ time: DispatchTime, _ body: @escaping @Sendable (isolated Connection) -> Void) {
    host.reactor.queue.asyncAfter(deadline: time) { [weak self] in
      self?.assumeIsolated(body)
    }
  }

  private func endOverdueCalls() {
    for call in calls.cancelOverdue(at: .now(), callTimeMax: limits.callTimeMax) {
      conclude(call, .failure(.deadlineExceeded))
    }
    resumeProgress()
    settle()
  }

  /// Looks after everything that takes time, as long as there is anything: an idle connection has no timer.
  func startTicking() {
    let isUnwritten = channel.unwrittenBytes > 0
    let needsTick = isUnwritten || !isClosing && (!calls.isEmpty || frames.isMidFrame || isDraining)
    guard needsTick, !isTicking, !isAbandoned else { return }
    isTicking = true
    after(.now() + DispatchTimeInterval.milliseconds(isDraining ? 20 : 250)) { $0.tick() }
  }

  private func tick() {
    isTicking = false
    guard !isAbandoned else { return }
    let now = DispatchTime.now()
    // Whoever reads nothing must not keep the process from ending, and everybody else from the next one.
    let patience = isDraining ? min(limits.writeTimeMax, Self.unreadWhileDrainingMax) : limits.writeTimeMax
    if channel.unwrittenBytes > 0, now > lastWrite + patience {
      return cutOff("it does not read its answers")
    }
    // After the peer's half-close only this tells its full close, which the read side cannot see any more.
    // And while nothing is read, nothing else tells it.
    if hasInputEnded || isClosing || isBroken || isBacklogged, channel.isPeerGone { return abandon() }
    guard !isClosing else { return startTicking() }
    minimiseHeldBytes()
    guard !isClosing else { return }
    if let reason = lateFrame(at: now) { breakOff(reason, at: nil) }
    if isDraining, calls.isEmpty, !hasUndecodedFrames, !channel.hasUnreadInput {
      flush()
      return finish()
    }
    endOverdueCalls()
  }

  // MARK: Slow senders

  /// Notes when the frame began of which more is awaited.
  func noteFrameStart(hasFrame: Bool) {
    if !frames.isMidFrame {
      frameStart = nil
    } else if hasFrame || frameStart == nil {
      frameStart = .now()
    }
  }

  /// Why the frame that is awaited is given up, if it is.
  private func lateFrame(at now: DispatchTime) -> String? {
    guard let frameStart, !isBroken else { return nil }
    guard !isBacklogged, !hasUndecodedFrames else {
      // The pause is ours, not the sender's.
      self.frameStart = now
      return nil
    }
    if frames.isMidHeader, now > frameStart + limits.headerTimeMax {
      return "no whole header within \(limits.headerTimeMax)"
    }
    let allowed = limits.frameTimeMax + .seconds(frames.frameBytes / max(1, limits.frameBytesPerSecondMin))
    return now > frameStart + allowed ? "no whole frame within \(allowed)" : nil
  }

  /// Where an idle connection is not free: looks again when its time could be over.
  func scheduleIdleEnd() {
    guard let idleTimeMax = limits.idleTimeMax, !isClosing else { return }
    let now = DispatchTime.now()
    let lastBusy = max(lastInput, lastWrite)
    if calls.isEmpty, channel.unwrittenBytes == 0, now > lastBusy + idleTimeMax {
      finish()
    } else {
      let watch = idleWatch
      after(max(lastBusy + idleTimeMax, now + Duration.milliseconds(50))) { connection in
        if connection.idleWatch == watch { connection.scheduleIdleEnd() }
      }
    }
  }

  // MARK: Ending

  /// Ends the connection once all is written that was answered, or the peer takes too long to read it.
  func finish() {
    guard !isClosing else { return }
    isClosing = true
    channel.finish()
    startTicking()
  }

  /// The peer is gone or given up: nobody waits for the answers.
  func abandon() {
    guard !isAbandoned else { return }
    isClosing = true
    isAbandoned = true
    cancelAll()
    channel.abort()
  }

  /// Answers what has been accepted, then closes. Idle connections close at once.
  func drain() {
    guard !isClosing else { return }
    isDraining = true
    startTicking()
  }

  /// From now on new requests are refused with -32010, which a client may safely retry.
  func refuseRequests() { refusesRequests = true }

  /// The time to drain is over: what still runs is cancelled and answered with -32010.
  func expire() {
    for call in calls.cancelAll() {
      let error = RPCError.shuttingDown
      conclude(call, .failure(error))
    }
    resumeProgress()
    flush()
    finish()
  }
}
