import ArticleText
import Foundation

// Writes the extractor's findings in the form that data/ner/score.py reads, and says how long they take.
//
//   predict-entities articles GOLD_DIR OUT_DIR [--gold-spans]   whole articles; their dateline is the day of publication
//   predict-entities ner IN.jsonl OUT.jsonl [--tagger-only]     single sentences, without one
//   predict-entities speed ARTICLES.ndjson COUNT                CPU time of the extraction, five rounds
//
// --gold-spans feeds the gold's own names and numbers in the tagger's place: what the rules could reach at best.

let usage = """
  usage: predict-entities articles GOLD_DIR OUT_DIR [--gold-spans] | ner IN.jsonl OUT.jsonl [--tagger-only] |
         speed ARTICLES.ndjson COUNT

  """
let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "articles" where arguments.count >= 4:
  try ArticlePredictions(goldSpans: arguments.contains("--gold-spans")).write(
    from: arguments[2], to: arguments[3])
case "ner" where arguments.count >= 4:
  try SentencePredictions(taggerOnly: arguments.contains("--tagger-only")).write(
    from: arguments[2], to: arguments[3])
case "speed" where arguments.count >= 4:
  try Speed.measure(arguments[2], count: Int(arguments[3]) ?? 500)
default:
  FileHandle.standardError.write(Data(usage.utf8))
  exit(2)
}
