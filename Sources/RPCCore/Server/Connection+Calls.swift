import Dispatch

/// What becomes of the messages of a connection.
extension Connection {
  /// The short way of a request whose method is inline: from the frame it lies in straight into the output.
  ///
  /// It is taken where it is the same as the long way by `CallTable`: a call that ends in the turn in which it began
  /// cannot be cancelled, be late, or be met by a second one with its id.
  ///
  /// - Returns: whether this was such a request.
  func answerInline(_ reader: EnvelopeReader) -> Bool {
    let envelope = reader.envelope
    guard !refusesRequests, calls.waitingCount == 0, envelope.meta == nil, let method = envelope.method,
      method.kind == .string, let entry = settings.methods.find(reader.bytes(method.range)),
      case .inline(let work) = entry.work, (try? reader.isRequest(at: "")) == true
    else { return false }
    let id = reader.id
    if let id, calls.hasLiveIDs, calls.isLive(id) { return false }
    if let error = entry.refusal(to: info) {
      if id != nil { send(error, id: id) }
      report(inline: entry, id, since: nil, error)
      return true
    }
    let isReported = host.metrics != nil || logger.logLevel <= .debug
    let start = isReported ? DispatchTime.now() : nil
    let error = answerInline(entry, work, envelope.params.map { reader.bytes($0.range) }, id)
    if let start { report(inline: entry, id, since: start, error) }
    return true
  }

  private func answerInline(
    _ entry: MethodTable.Entry, _ work: MethodTable.InlineWork, _ params: UnsafeBufferPointer<UInt8>?,
    _ id: RequestID?
  ) -> RPCError? {
    let context = RPCContext(
      host: host, connection: info, settings: settings, method: entry.name, requestID: id?.description,
      trace: nil, progress: nil)
    guard let id else {
      var nowhere = JSONText(capacity: 0)
      return work(params, context, &nowhere)
    }
    borrowOutput()
    var failure: RPCError?
    FrameEncoder.append(in: framing, to: &outgoing) { output in
      let start = output.count
      var text = id.description
      text.withUTF8 { MessageEncoder.beginResult(id: $0, in: &output) }
      failure = work(params, context, &output)
      if let failure {
        output.truncate(to: start)
        MessageEncoder.append(id: id, error: failure, to: &output)
      } else {
        MessageEncoder.endResult(in: &output)
      }
    }
    return failure
  }

  /// The long way.
  func accept(_ content: FrameContent) {
    switch content {
    case .single(let message): accept(message, in: nil)
    case .batch(let messages):
      let batch = batches.begin()
      // All places first: an item that is answered at once must not complete the batch.
      let items = messages.map { batches.addItem(to: batch, isAnswered: $0.isAnswered) }
      for (message, item) in zip(messages, items) { accept(message, in: item) }
      endBatchIfComplete(batch)
    }
  }

  private func accept(_ message: Message, in item: BatchTable.Item?) {
    switch message {
    case .invalid(let error, let id): refuse(error, id: id, in: item)
    case .response(let response):
      let error = RPCError.invalidRequest(at: "", "this server asks nothing, so it takes no answers")
      refuse(error, id: response.id, in: item)
    case .request(let request): accept(request, in: item)
    }
  }

  private func accept(_ request: Request, in item: BatchTable.Item?) {
    if request.method.reads("rpc.cancel") || request.method.reads("$/cancelRequest") {
      cancel(request)
      if let id = request.id { answer(.success(Array("null".utf8)), id: id, in: item) }
      return
    }
    if let id = request.id, calls.isLive(id) {
      let error = RPCError.invalidRequest(at: "/id", "a request with this id is in flight")
      return refuse(error, id: id, in: item)
    }
    if refusesRequests {
      let error = RPCError.shuttingDown
      host.metrics?.countFailure(of: nil, error.code)
      return answer(.failure(error), id: request.id, in: item)
    }
    calls.enqueue(request, in: item)
  }

  // MARK: Beginning and ending

  func startWaitingCalls() {
    while calls.running < limits.callsPerConnectionMax, !isUnread, !isAbandoned, let call = calls.next() {
      start(call)
    }
  }

  private func start(_ call: CallTable.Call) {
    let request = call.request
    let entry: MethodTable.Entry
    do {
      entry = try settings.methods.entry(named: request.method)
    } catch {
      return end(call, .failure(error))
    }
    if let error = entry.refusal(to: info) { return end(call, .failure(error)) }
    if call.isOverdue(at: .now()) { return end(call, .failure(.deadlineExceeded)) }
    let context = RPCContext(
      host: host, connection: info, settings: settings, method: entry.name,
      requestID: request.id?.description, trace: request.meta.trace,
      progress: request.meta.progressToken.map {
        ProgressChannel(connection: self, call: call.key, token: $0)
      })
    switch entry.work {
    case .inline(let work):
      var result = JSONText()
      let start = DispatchTime.now()
      let error = (request.params ?? []).withUnsafeBufferPointer { bytes in
        work(request.params == nil ? nil : bytes, context, &result)
      }
      end(call, error.map { .failure($0) } ?? .success(result.bytes), worked: (start, .now()))
    case .pooled(let work): start(call, work, context)
    }
  }

  private func start(
    _ call: CallTable.Call, _ work: @escaping MethodTable.PooledWork, _ context: RPCContext
  ) {
    let params = call.request.params
    let user = info.peer.uid ?? .max
    // The id and the name too: they have no bound of their own, and stay until the call ends.
    let bytes = call.bytes
    if let refusal = host.budget.admit(user: user, bytes: bytes) { return end(call, .failure(refusal)) }
    let pooled = PooledCall()
    calls.run(call, pooled)
    host.slots.submit(for: claimant) { [host] in
      let hasBegun = pooled.begin {
        Task(executorPreference: host.workers) {
          let start = DispatchTime.now()
          let outcome = await work(params, context)
          let end = DispatchTime.now()
          host.slots.release()
          host.budget.release(user: user, bytes: bytes)
          await self.finish(call.key, outcome, worked: (start, end))
        }
      }
      if !hasBegun {
        // Cancelled while it waited, and answered then.
        host.budget.release(user: user, bytes: bytes)
        host.reactor.queue.async { self.assumeIsolated { $0.finish(call.key, .failure(.callerCancelled)) } }
      }
      return hasBegun
    }
    scheduleDeadline(of: call)
  }

  /// Whose turn a call of this connection takes.
  private var claimant: WorkerSlots.Claimant {
    WorkerSlots.Claimant(user: info.peer.uid ?? .max, connection: info.number)
  }

  /// A pooled call has ended; it was answered before if it was cancelled or overdue.
  private func finish(_ key: Int, _ outcome: MethodTable.Outcome, worked: WorkTime? = nil) {
    guard let call = calls.finish(key) else { return settle() }
    conclude(call, outcome, worked: worked)
    settle()
  }

  /// Ends a call that does not run.
  private func end(_ call: CallTable.Call, _ outcome: MethodTable.Outcome, worked: WorkTime? = nil) {
    calls.release(call)
    conclude(call, outcome, worked: worked)
  }

  /// `rpc.cancel {id}`: the call gets its one answer now, and its task ends when it notices.
  private func cancel(_ request: Request) {
    guard let params = request.params, let id = JSONDocument(scanned: params).root.member("id"),
      id.isString || id.kind == .number,
      let call = calls.cancel(id.rawBytes.withUnsafeBufferPointer(RequestID.init))
    else { return }
    conclude(call, .failure(.callerCancelled))
    // It may be one that waits for the peer to read.
    resumeProgress()
  }

  func cancelAll() {
    for call in calls.cancelAll() {
      report(call, .failure(.callerCancelled), worked: nil)
      batches.drop(call.item)
    }
    resumeProgress()
  }

  // MARK: Answers

  /// When work on a call began, and when its answer was ready.
  typealias WorkTime = (began: DispatchTime, ended: DispatchTime)

  /// Gives a call its one answer.
  func conclude(_ call: CallTable.Call, _ outcome: MethodTable.Outcome, worked: WorkTime? = nil) {
    report(call, outcome, worked: worked)
    answer(outcome, id: call.request.id, in: call.item)
  }

  private func report(_ call: CallTable.Call, _ outcome: MethodTable.Outcome, worked: WorkTime?) {
    let request = call.request
    report(
      CallReport(
        method: settings.methods.find(request.method), name: request.method, requestID: request.id,
        trace: request.meta.trace, arrival: call.arrival, work: worked, error: outcome.error?.code))
  }

  /// - Parameter start: when its work began; `nil` where it was refused.
  private func report(
    inline entry: MethodTable.Entry, _ id: RequestID?, since start: DispatchTime?, _ error: RPCError?
  ) {
    let now = DispatchTime.now()
    report(
      CallReport(
        method: entry, name: entry.name, requestID: id, trace: nil, arrival: start ?? now,
        work: start.map { ($0, now) }, error: error?.code))
  }

  private func report(_ report: CallReport) {
    if let metrics = host.metrics { report.count(in: metrics) }
    report.log(to: logger, slowCallTime: settings.slowCallTime, budget: host.logBudget)
  }

  func answer(_ outcome: MethodTable.Outcome, id: RequestID?, in item: BatchTable.Item?) {
    if let item {
      batches.answer(item, Self.payload(outcome, id: id), id: id, bytesMax: limits.responseBytesMax)
      endBatchIfComplete(item.batch)
    } else if id != nil {
      switch outcome {
      case .failure(let error): send(error, id: id)
      case .success(let result):
        borrowOutput()
        FrameEncoder.append(in: framing, to: &outgoing) {
          MessageEncoder.append(id: id, result: result, to: &$0)
        }
      }
    }
  }

  /// Answers what could not be read as a request, with or without an id; a notification is never answered.
  private func refuse(_ error: RPCError, id: RequestID?, in item: BatchTable.Item?) {
    if item == nil, id == nil { return refuse(error) }
    host.metrics?.countFailure(of: nil, error.code)
    answer(.failure(error), id: id, in: item)
  }

  private static func payload(_ outcome: MethodTable.Outcome, id: RequestID?) -> [UInt8] {
    var text = JSONText()
    switch outcome {
    case .success(let result): MessageEncoder.append(id: id, result: result, to: &text)
    case .failure(let error): MessageEncoder.append(id: id, error: error, to: &text)
    }
    return text.bytes
  }

  private func endBatchIfComplete(_ batch: Int) {
    guard let answers = batches.takeIfComplete(batch), !answers.isEmpty else { return }
    send(payload: MessageEncoder.batch(answers))
  }

  // MARK: Progress

  /// Sends a notification of a call that runs, once the peer has room for it.
  ///
  /// - Returns: whether the call's answer is still awaited.
  func notify(_ payload: [UInt8], during call: Int) async -> Bool {
    while isUnread, calls.owes(call), !isAbandoned {
      // A peer that does not read must not hold a worker meanwhile.
      host.slots.release()
      await withCheckedContinuation { progressWaiters.append($0) }
      await host.slots.acquire(for: claimant)
    }
    guard calls.owes(call), !isAbandoned else { return false }
    send(payload: payload)
    flush()
    return true
  }

  /// Lets calls go on that wait for the peer to read, or for its end.
  func resumeProgress() {
    let waiters = progressWaiters
    progressWaiters = []
    for waiter in waiters { waiter.resume() }
  }
}

extension Result where Failure == RPCError {
  var error: RPCError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

extension RPCError {
  static let callerCancelled = RPCError(.cancelled, "cancelled by the caller")
}
