#!/usr/bin/env python3
"""The names that keep this checkout's data and tests apart from every other's.

    python scripts/isolation_utils.py [--json]

A door without logic: sixfold decides the namespace and renders the names.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from functools import cache
from pathlib import Path

try:
    from sixfold.commands.context import load_config
    from sixfold.core.namespace import Names, Namespace, Source, sanitize_namespace
    from sixfold.errors import SixfoldError
except ModuleNotFoundError as missing:
    raise SystemExit(f"{missing}; run ./moonw run :setup, then use .venv/bin/python") from None

__all__ = [
    "dev_db_name",
    "get_env_suffix",
    "get_namespace",
    "get_s3_bucket",
    "get_test_db_name",
    "get_test_s3_bucket",
    "sanitize_namespace",
]

ROOT = Path(__file__).resolve().parents[1]


def get_namespace() -> str:
    """This checkout's namespace: BRANCH_NAME (and WORKSPACE_ID), else git's branch, else its path.

    `feature_auth`, `feature_auth_alice`, `feature_payments_beeba6ed` or, with a warning,
    `default_abc12345`. Raises RequestError where sixfold.toml is wrong.
    """
    namespace = load_config(ROOT).namespace
    if namespace.source is Source.FALLBACK:
        warnings.warn(
            f"no BRANCH_NAME and no git: this checkout is known by its path as {namespace.slug}",
            stacklevel=2,
        )
    return namespace.slug


def get_test_db_name(namespace: str) -> str:
    """`finance_report_test_feature_auth`; a worker's has `_gw0` behind it."""
    return _names().test_database(_known_as(namespace))


def dev_db_name(namespace: str) -> str:
    """`finance_report_dev_feature_auth`."""
    return _names().dev_database(_known_as(namespace))


def get_s3_bucket(namespace: str) -> str:
    """`statements-feature-auth`, a developer's own; S3 allows no underscore."""
    return _names().dev_bucket(_known_as(namespace))


def get_test_s3_bucket(namespace: str, worker: str = "") -> str:
    """`statements-test-feature-auth`, with `-gw0` behind it for a worker."""
    return _names().test_bucket(_known_as(namespace), worker)


def get_env_suffix(namespace: str) -> str:
    """`-feature-auth`, for names of containers."""
    return _names().suffix(_known_as(namespace))


@cache
def _names() -> Names:
    return load_config(ROOT).names


def _known_as(slug: str) -> Namespace:
    return Namespace(slug, slug, Source.EXPLICIT)


def main(arguments: list[str] | None = None) -> int:
    """Print this checkout's names; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    try:
        namespace = get_namespace()
        found = {
            "namespace": namespace,
            "test_database": get_test_db_name(namespace),
            "dev_database": dev_db_name(namespace),
            "test_bucket": get_test_s3_bucket(namespace),
            "dev_bucket": get_s3_bucket(namespace),
            "suffix": get_env_suffix(namespace),
        }
    except SixfoldError as error:
        print(f"{error.message}\n{error.hint}".strip(), file=sys.stderr)
        return error.exit_code
    if asked.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:<14} {value}" for name, value in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
