/// What connections take from an operator's settings, replaced as a whole when these change.
///
/// A class, so that a connection holds one reference, and what it began a step with stays as it is.
final class ServerSettings: Sendable {
  let limits: RPCLimits
  let methods: MethodTable
  let decoder: MessageDecoder
  let slowCallTime: Duration?
  let idleExitTime: Duration?

  /// - Parameter methods: all methods, without lists of who may call them.
  /// - Throws: when a list is for a method that does not exist: it would let in whom it was to keep out.
  init(_ settings: RPCSettings, methods: MethodTable) throws(TransportError) {
    var methods = methods
    for (name, list) in settings.allowLists {
      guard methods.find(name) != nil else {
        throw TransportError("setting who may call \(name)", reason: "there is no such method")
      }
      methods.allow(list, toCall: name)
    }
    self.methods = methods
    limits = settings.limits
    decoder = MessageDecoder(limits: settings.limits)
    slowCallTime = settings.slowCallTime
    idleExitTime = settings.idleExitTime
  }
}
