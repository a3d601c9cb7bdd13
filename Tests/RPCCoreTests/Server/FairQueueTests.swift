import Testing

@testable import RPCCore

@Suite("Who is next")
struct FairQueueTests {
  @Test("users take turns, and within a user the connections do")
  func takesTurns() {
    var queue = FairQueue<String>()
    for call in 1...3 { queue.append("a1.\(call)", for: .init(user: 1, connection: 1)) }
    queue.append("a2.1", for: .init(user: 1, connection: 2))
    for call in 1...2 { queue.append("b3.\(call)", for: .init(user: 2, connection: 3)) }
    #expect(queue.count == 6)
    var order: [String] = []
    while let next = queue.popFirst() { order.append(next) }
    #expect(order == ["a1.1", "b3.1", "a2.1", "b3.2", "a1.2", "a1.3"])
    #expect(queue.count == 0)
  }

  @Test("no more work runs at once than there are workers, and all of it runs")
  func boundsWorkers() async {
    let slots = WorkerSlots(count: 2)
    let gauge = Gauge()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          await slots.acquire(for: .init(user: UInt32(number % 3), connection: number % 7))
          await gauge.enter()
          try? await Task.sleep(for: .milliseconds(1))
          await gauge.leave()
          slots.release()
        }
      }
    }
    #expect(await gauge.most == 2)
    #expect(await gauge.entered == 50)
    #expect(slots.waitingCount == 0)
  }

  private actor Gauge {
    private var now = 0
    private(set) var most = 0
    private(set) var entered = 0
    func enter() {
      now += 1
      entered += 1
      most = max(most, now)
    }
    func leave() { now -= 1 }
  }

  @Test("first in, first out, whatever is taken from the middle")
  func keepsOrder() {
    var fifo = Fifo<Int>()
    for number in 0..<300 { fifo.append(number) }
    for number in 0..<100 { #expect(fifo.popFirst() == number) }
    #expect(fifo.removeAll { $0 % 2 == 0 }.count == 100)
    #expect(fifo.count == 100)
    fifo.append(300)
    var rest: [Int] = []
    while let next = fifo.popFirst() { rest.append(next) }
    #expect(rest == Array(stride(from: 101, to: 300, by: 2)) + [300])
    #expect(fifo.isEmpty)
  }
}
