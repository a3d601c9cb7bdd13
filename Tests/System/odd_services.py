"""OpenRPC documents of servers that make it hard to write a client for them."""
from typing import Any


def object_of(*names: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}, **more}


def param(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "schema": schema, **more}


TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NODE = {"$ref": "#/components/schemas/Node"}
WORDS = ["a\"b", "한글", "class", "self", "init", "allCases", "a", "A", "a"]

ODD: dict[str, dict[str, Any]] = {
    "names that are no identifiers, and text that would end its comment": {
        "info": {"title": "x\"\"\" */ \n y"},
        "methods": [
            {"name": "class", "summary": "\"\"\"; import os */",
             "params": [
                 param("for", {"type": "string", "enum": WORDS}, required=True), param("a-b", {"type": ["null", "integer"]}),
                 param("a_b", {"type": "number"}), param("__x", TEXT)],
             "result": {"schema": {"type": "object", "properties": {
                 "a b": {"type": "string", "description": "says \"so\""}, "": {"type": "boolean"}, "self": {}, "__y": {}}}}},
            {"name": "한글", "params": [], "result": {"schema": {"type": "object", "properties": {
                "x": {"type": "string", "description": "ends with \"quotes\""}}}}},
            {"name": "a.b", "params": []}, {"name": "aB", "params": []}]},
    "names that the generated code uses itself": {
        "methods": [
            *({"name": name, "result": {"schema": TEXTS},
               "params": [param(member, TEXTS) for member in ("result", "self", "list", "given", "timeout")]}
              for name in ("list", "str", "dict", "answer", "take", "lose", "socket", "self", "init", "call", "client", "toString")),
            {"name": "not", "params": [param("required", object_of("str", "Any"))]},
            {"name": "RPC", "params": [param("JSON", object_of("x"))]},
            {"name": "connection", "params": [param("lost", object_of("y"))]},
            {"name": "odd", "params": [param("", object_of("z")), param("member", object_of("zz"))]}]},
    "types and members that are called alike": {
        "methods": [
            {"name": "a.b", "params": [param("params", object_of("x")), param("k-l", {"enum": ["x"]}), param("k_l", {"enum": ["y"]})]},
            {"name": "aB", "params": [param("q", object_of("y"))]}]},
    "types that hold themselves": {
        "methods": [{"name": "m", "params": [param("n", NODE)], "result": {"schema": {"$ref": "#/components/schemas/Error"}}}],
        "components": {"schemas": {
            "Node": {"type": "object", "required": ["more"],
                     "properties": {**{name: NODE for name in "abcdef"}, "more": {"type": "array", "items": NODE}}},
            "Error": {"type": "object", "properties": {"cause": {"anyOf": [{"$ref": "#/components/schemas/Error"}, {"type": "null"}]}},
                      "required": ["cause"]}}}},
    "parts that stand elsewhere": {
        "methods": [
            {"name": "r", "result": {"$ref": "#/components/contentDescriptors/R"},
             "params": [{"$ref": "#/components/contentDescriptors/P"}, param("needed", {"type": ["string", "null"]}, required=True)]},
            {"name": "s", "params": [
                param("all", {"allOf": [object_of("x"), object_of("y", required=["y"])]}), param("one", {"const": "v1"}),
                param("far", {"$ref": "#/components/schemas/A~1B"}), param("gone", {"$ref": "#/nowhere"}),
                param("loop", {"$ref": "#/components/schemas/Loop"}), param("web", {"$ref": "https://a.example"})]}],
        "components": {
            "schemas": {"A/B": {"$ref": "#/components/schemas/C"}, "C": object_of("q"), "Loop": {"$ref": "#/components/schemas/Loop"}},
            "contentDescriptors": {"P": param("given", TEXT, required=True), "R": param("r", object_of("ok"))}}},
}
