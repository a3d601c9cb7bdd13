/// The particles that the tagger takes off a word before it looks at the stem.
///
/// This list belongs to the model: it was there when the weights were learned, so a change here asks for a new
/// training run. It is no list of all josa; frequent endings of the copula and of quotation are in it as well,
/// because they too follow a name directly.
enum TaggerJosa {
  /// The longest entry, in scalars.
  static let lengthMax = 4

  /// The entries, in no order that matters.
  static let forms: [String] = [
    "은", "는", "이", "가", "을", "를", "의", "에", "도", "로", "와", "과", "만", "나", "랑", "씨", "님", "들", "뿐", "야",
    "에서", "에게", "으로", "까지", "부터", "보다", "처럼", "이나", "이란", "라는", "라고", "이며", "이고", "하고", "에는", "에도",
    "에선", "로는", "로도", "와의", "과의", "이다", "인데", "이면", "께서", "한테", "밖에", "마다", "조차", "들이", "들은", "들의",
    "들을", "들도", "로서", "로써", "씨는", "씨가", "씨의", "씨를", "만에", "이라", "라며", "에만", "만의", "이랑", "이지", "였다",
    "로의", "에의", "인가", "이야", "이네", "에서는", "에서도", "으로는", "이라는", "이라고", "에게는", "까지는", "부터는", "으로도",
    "에서의", "이었다", "입니다", "께서는", "에게서", "으로서", "으로써", "이라며", "로부터", "까지의", "이지만", "에서만", "만으로",
    "에게도", "과의", "에서부터", "으로부터", "이었던", "이라면",
  ]
}
