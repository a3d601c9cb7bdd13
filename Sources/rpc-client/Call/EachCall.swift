import ArgumentParser
import Glibc
import RPCCore

/// Many calls of one method at once: input → calls → records.
struct EachCall {
  private let call: Call
  /// The most calls under way on one connection; a server refuses more than its own limit.
  private static let callsPerConnection = 16
  /// How many times the calls under way may wait for an earlier one's record.
  private static let windowFactor = 8
  /// A call that was refused for now is sent again, this often at most.
  private static let refusalsMax = 200

  init(_ call: Call) { self.call = call }

  func run() async throws {
    let jobs = call.each.jobs
    let connections = (jobs + Self.callsPerConnection - 1) / Self.callsPerConnection
    try await call.server.withClients(connections, errorsAsJSON: call.output.format == .json) { clients in
      try await run(clients)
    }
  }

  private func run(_ clients: [RPCClient]) async throws {
    let description = try await description(clients[0])
    var common = try Params(json: call.json)
    for argument in call.params { try await common.add(argument) { description?.parameterNames ?? [] } }
    var input = EachInput(files: call.each.files, common: common, names: description?.parameterNames)
    let file = try call.each.resume.map { path throws in try RecordFile(resuming: path) } ?? RecordFile()
    let writer = RecordWriter(
      file.descriptor, isOrdered: !call.each.unordered, window: call.each.jobs * Self.windowFactor,
      progress: Progress())
    let retries = Retries(
      triesMax: max(call.retry, Self.refusalsMax), isIdempotent: description?.isIdempotent ?? false,
      timeout: .seconds(call.server.timeout))
    var failure: (any Error)?
    do {
      failure = try await work(clients, &input, except: file.done, writer, retries)
    } catch {
      failure = error
    }
    await writer.finish()
    if let failure { throw failure }
    let errors = await writer.errors
    if errors > 0 {
      Terminal.writeError("rpc-client: \(errors) of the calls failed; their records say why")
      throw ExitCode(ExitStatus.errorAnswer.rawValue)
    }
  }

  /// What the server says of the method; `nil` from a server that describes none.
  private func description(_ client: RPCClient) async throws -> MethodDescription? {
    do {
      return try await client.methodDescription(
        call.method, timeout: .seconds(call.server.timeout))
    } catch let error as RPCError where error.code == .methodNotFound {
      return nil
    }
  }

  /// Makes the calls; gives what ended them early.
  private func work(
    _ clients: [RPCClient], _ input: inout EachInput, except done: LineSet, _ writer: RecordWriter,
    _ retries: Retries
  ) async throws -> (any Error)? {
    let method = call.method
    return try await withThrowingTaskGroup(of: (any Error)?.self) { group in
      var sequence = 0
      var underWay = 0
      while let item = try await input.next(except: done) {
        if underWay == call.each.jobs {
          underWay -= 1
          if let failure = try await group.next() ?? nil { return failure }
        }
        await writer.waitForRoom(sequence)
        let (client, number) = (clients[sequence % clients.count], sequence)
        group.addTask {
          do {
            await writer.put(
              try await Self.record(item, client, method, retries), number, fraction: item.fraction)
            return nil
          } catch {
            await writer.stop()
            return error
          }
        }
        sequence += 1
        underWay += 1
      }
      while let failure = try await group.next() { if let failure { return failure } }
      return nil
    }
  }

  /// The record of one call. What is no answer, a lost connection say, ends the whole run: `--resume` goes on.
  private static func record(
    _ item: EachInput.Item, _ client: RPCClient, _ method: String, _ retries: Retries
  ) async throws -> EachRecord {
    var record = EachRecord(line: item.line, id: item.id, outcome: .result([]))
    do {
      record.outcome = .result(try await retries.call(client, method, item.params.get()))
    } catch let error as RPCError {
      record.outcome = .error(error.json)
    } catch RPCClientError.timedOut {
      record.outcome = .error(RPCError(.deadlineExceeded, "no answer within the time given").json)
    }
    return record
  }
}
