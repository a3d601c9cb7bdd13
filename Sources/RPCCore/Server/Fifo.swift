/// First in, first out; taking the first is O(1) over time, removing others O(n).
struct Fifo<Element> {
  private var elements: [Element?] = []
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let first = elements[head]
    elements[head] = nil
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: elements.count <= 64)
      head = 0
    } else if head > 64, head > elements.count / 2 {
      elements.removeSubrange(..<head)
      head = 0
    }
    return first
  }

  /// The results that are there, in order.
  func compactMap<Result>(_ transform: (Element) -> Result?) -> [Result] {
    elements[head...].compactMap { $0.flatMap(transform) }
  }

  /// Takes all out that match, in order.
  mutating func removeAll(where matches: (Element) -> Bool) -> [Element] {
    let all = elements[head...].compactMap(\.self)
    let removed = all.filter(matches)
    if !removed.isEmpty {
      elements = all.filter { !matches($0) }
      head = 0
    }
    return removed
  }
}
