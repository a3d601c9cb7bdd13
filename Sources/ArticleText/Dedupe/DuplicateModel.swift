/// The duplicate decision: a logistic regression whose weights `Training/dedupe/fit.py` learns and writes
/// here.
///
/// Fitted on one half of the clusters of the development sets `dedupe` and `dedupe-hand`, checked on the
/// other (2026-11). The features are those of ``NearDuplicates/features(_:_:)``, in their order.
enum DuplicateModel {
  static let bias = -6.635
  static let weights: [Double] = [6.745, 1.336, 2.360, -0.190, -4.811, -4.488, -3.653, -1.206, 4.334, 0.887]

  /// Whether a pair with these features is a duplicate rather than not: the log odds are positive.
  static func isDuplicate(_ features: [Double]) -> Bool {
    zip(features, weights).reduce(bias) { $0 + $1.0 * $1.1 } >= 0
  }
}
