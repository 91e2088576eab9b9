"""The configuration of the checkout we are in, with the namespace that is really ours."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sixfold.clients.git import head_name
from sixfold.commands.remembered import read_config
from sixfold.config import Config
from sixfold.core.namespace import decide_namespace


def load_config(start: Path | None = None, *, flags: Mapping[str, str] | None = None) -> Config:
    """Read the configuration from `start` (default: the current folder) upwards.

    An explicit name that renders like another one already in use on this machine gets a hash.
    Raises RequestError for whatever is wrong in it.
    """
    config = read_config(start or Path.cwd(), flags or {})
    holder = claimed(config)
    if holder is None or holder == config.namespace.raw:
        return config
    namespace = decide_namespace(
        branch_name=os.environ.get("BRANCH_NAME"),
        workspace_id=os.environ.get("WORKSPACE_ID"),
        git_branch=head_name(config.root),
        checkout=str(config.root),
        taken={config.namespace.slug: holder},
    )
    return replace(config, namespace=namespace)


def namespace_folder(config: Config) -> Path:
    """Where this namespace keeps its run lock and the record of its raw name."""
    return config.places.state / "namespaces" / config.project / config.namespace.slug


def claimed(config: Config) -> str | None:
    """The raw name that holds this namespace's slug on this machine, or None."""
    try:
        return (namespace_folder(config) / "raw").read_text()
    except FileNotFoundError:
        return None


def claim(config: Config) -> Path:
    """Write down that this slug is ours; returns the namespace's folder."""
    folder = namespace_folder(config)
    folder.mkdir(parents=True, exist_ok=True)
    if claimed(config) is None:
        half = folder / f"raw.{os.getpid()}"
        half.write_text(config.namespace.raw)
        half.replace(folder / "raw")
    return folder
