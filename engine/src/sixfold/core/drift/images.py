"""Images and pins that more than one file describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sixfold.core.drift.model import Drift, Sources, drift_at, line_of
from sixfold.core.located import Node

_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def images(sources: Sources) -> Iterator[Drift]:
    """Each image that `sixfold build` makes and Compose would call or build otherwise."""
    built = {target.dockerfile: target for target in sources.build if target.is_image}
    for path in sources.compose:
        services = sources.document(path).mapping.get("services")
        for name, service in services.mapping.items() if services else ():
            dockerfile = service.mapping.get("build", service).mapping.get("dockerfile")
            target = built.pop(dockerfile.text, None) if dockerfile else None
            image = service.mapping.get("image")
            if target is not None and image is not None and target.image not in image.text:
                message = f"{name} is {image.text} here, and sixfold.toml builds {target.image}"
                yield _drift(image, message, f"image: {target.image}")
    for unserved, target in built.items() if sources.compose else ():
        message = f"sixfold.toml builds {target.image} of it, and no service does"
        yield Drift(unserved, 1, "image", message, f"add a service to {sources.compose[0]}")


def pins(sources: Sources) -> Iterator[Drift]:
    """Each package that a part of the repository pins to another version than the whole."""
    whole = dict(_PIN.findall(sources.text("requirements.txt") or ""))
    for path in sources.listed if whole else ():
        if not path.endswith("/requirements.txt"):
            continue
        text = sources.text(path) or ""
        for match in _PIN.finditer(text):
            name, version = match.groups()
            if name in whole and version != whole[name]:
                line = line_of(text, match.start())
                message = f"{name} is {version} here and {whole[name]} in requirements.txt"
                yield Drift(path, line, "pin", message, "./moonw --update-pins")


def _drift(node: Node, message: str, fix: str) -> Drift:
    return drift_at(node, "image", message, fix)
