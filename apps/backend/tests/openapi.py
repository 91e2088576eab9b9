"""The OpenAPI document, as tests that walk all of it read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def example(schema: Json, document: Json) -> Any:
    """The least value that a schema takes."""
    if reference := schema.get("$ref"):
        return example(document["components"]["schemas"][reference.rpartition("/")[2]], document)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(schema[choice][0], document)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: example(fields[name], document) for name in schema.get("required", ())}
    if kind == "array":
        return [example(schema["items"], document)] * schema.get("minItems", 0)
    if kind == "integer":
        return max(schema.get("minimum", 1), 1)
    if kind == "boolean":
        return False
    if schema.get("format") == "date":
        return "2026-01-01"
    return "SGD" if "[A-Z]{3}" in schema.get("pattern", "") else "x" * schema.get("minLength", 1)


def routes(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Method, path and description of every operation."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield method.upper(), path, operation


def owned_parameters(operation: Json) -> list[str]:
    """The names in the path of an operation."""
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"]


def request_of(operation: Json, document: Json) -> Json:
    """The least body and query that the operation takes, as httpx is given them."""
    query = {
        each["name"]: example(each["schema"], document)
        for each in operation.get("parameters", ())
        if each["in"] == "query" and each.get("required")
    }
    content = operation.get("requestBody", {}).get("content", {})
    asked: Json = {"params": query}
    if "application/json" in content:
        asked["json"] = example(content["application/json"]["schema"], document)
    elif "multipart/form-data" in content:
        asked["files"] = {"file": ("statement.csv", b"date,amount\n2026-01-01,1.00\n")}
    return asked
