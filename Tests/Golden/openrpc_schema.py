"""The rules for OpenRPC documents (OpenRPC specification 1.3.2) as a JSON Schema, written from the specification's
tables of fields: what each object must have, what it may have, and of what type. Every object may carry `x-` members.
"""
from typing import Any

TEXT = {"type": "string"}
BOOL = {"type": "boolean"}


def _object(needed: list[str], /, **fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": needed,
        "properties": fields,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _map(of: Any) -> dict[str, Any]:
    """Keys of components: specification 1.3.2, "Components Object"."""
    return {"type": "object", "patternProperties": {"^[a-zA-Z0-9._-]+$": of}, "additionalProperties": False}


JSON_SCHEMA = {"$ref": "http://json-schema.org/draft-07/schema#"}
CONTACT = _object([], name=TEXT, email=TEXT, url=TEXT)
LICENCE = _object(["name"], name=TEXT, url=TEXT)
EXTERNAL = _object(["url"], url=TEXT, description=TEXT)
TAG = _object(["name"], name=TEXT, summary=TEXT, description=TEXT, externalDocs=EXTERNAL)
INFO = _object(
    ["title", "version"],
    title=TEXT, version=TEXT, description=TEXT, termsOfService=TEXT, contact=CONTACT, license=LICENCE,
)
SERVER = _object(["url"], url=TEXT, name=TEXT, summary=TEXT, description=TEXT, variables={"type": "object"})
DESCRIPTOR = _object(
    ["name", "schema"],
    name=TEXT, schema=JSON_SCHEMA, summary=TEXT, description=TEXT, required=BOOL, deprecated=BOOL,
)
ERROR = _object(["code", "message"], code={"type": "integer"}, message=TEXT, data={})
EXAMPLE = _object(["value"], name=TEXT, summary=TEXT, description=TEXT, value={}, externalValue=TEXT)
PAIRING = _object(
    ["name", "params"], name=TEXT, summary=TEXT, description=TEXT, params=_list(EXAMPLE), result=EXAMPLE
)
METHOD = _object(
    ["name", "params"],
    name=TEXT, summary=TEXT, description=TEXT, tags=_list(TAG), externalDocs=EXTERNAL,
    params=_list(DESCRIPTOR), result=DESCRIPTOR, deprecated=BOOL, servers=_list(SERVER), errors=_list(ERROR),
    links=_list({"type": "object"}), paramStructure={"enum": ["by-name", "by-position", "either"]},
    examples=_list(PAIRING),
)
COMPONENTS = _object(
    [],
    contentDescriptors=_map(DESCRIPTOR), schemas=_map(JSON_SCHEMA), examples=_map(EXAMPLE), links=_map({}),
    errors=_map(ERROR), examplePairingObjects=_map(PAIRING), tags=_map(TAG),
)
DOCUMENT = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **_object(
        ["openrpc", "info", "methods"],
        openrpc={"type": "string", "pattern": r"^1\.[0-4]\.[0-9]+$"}, info=INFO, servers=_list(SERVER),
        methods=_list(METHOD), components=COMPONENTS, externalDocs=EXTERNAL,
    ),
}
