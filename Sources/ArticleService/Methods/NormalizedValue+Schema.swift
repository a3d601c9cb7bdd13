public import ArticleText
public import RPCCore

/// What `rpc.discover` says of a value that has two forms, of which decoding shows one.
extension NormalizedValue: RPCSchemaProviding {
  /// A text, a quantity, or nothing.
  public static var rpcSchema: RPCJSON {
    let number: RPCJSON = ["type": ["null", "number"]]
    let flag: RPCJSON = ["type": ["null", "boolean"]]
    return [
      "anyOf": [
        ["type": "null"],
        ["type": "string"],
        [
          "type": "object",
          "properties": [
            "value": number, "min": number, "max": number, "unit": ["type": "string"], "approx": flag,
            "ordinal": flag,
          ],
          "required": ["unit"],
          "additionalProperties": false,
        ],
      ]
    ]
  }
}
