import PostgreSQL

extension IndexError {
  /// The error that stands for one of PostgreSQL, which says neither host nor statement nor value.
  init(_ error: PostgreSQLError) { self = Self.unavailable(error.kind) }

  private static func unavailable(_ kind: PostgreSQLError.Kind) -> IndexError {
    switch kind {
    case .adminShutdown, .connectionLost: .unavailable(.lost, retryable: true)
    case .authentication, .invalidAddress, .libraryMissing, .noAccess:
      .unavailable(.noAccess, retryable: false)
    case .corrupt: .unavailable(.corrupt, retryable: false)
    case .diskFull: .unavailable(.diskFull, retryable: true)
    case .inputOutput: .unavailable(.inputOutput, retryable: true)
    case .outOfMemory, .serialization, .timeout, .tooManyConnections: .unavailable(.busy, retryable: true)
    // A stand-by becomes the primary without anybody's repair, and the next call looks for the primary.
    case .readOnly: .unavailable(.readOnly, retryable: true)
    case .malformedResult, .tooLarge, .undefined, .uniqueViolation: .unavailable(.unknown, retryable: false)
    }
  }
}
