"""Which keys of a compose file mean something here, which have no effect, which are misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from sixfold.core.compose.image import extensions_of, parse_image
from sixfold.core.compose.merge import by_name
from sixfold.core.credentials import credentials
from sixfold.core.located import Findings, Node, nearest
from sixfold.core.service import Role, Service


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


DOCUMENT: Final = _keys(
    "name version services networks volumes configs secrets include models jobs"
)

READ: Final = _keys("image environment env_file command ports expose profiles extends depends_on")

# What a container needs and a native process of this machine does not: nothing is lost by
# leaving it out, so nothing is said.
WITHOUT_EFFECT: Final = _keys(
    """
    annotations attach blkio_config build cap_drop cgroup cgroup_parent container_name cpu_count
    cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset develop
    domainname healthcheck hostname init isolation label_file labels links logging mac_address
    networks oom_kill_disable oom_score_adj pids_limit platform pull_policy pull_refresh_after
    read_only restart runtime scale security_opt stdin_open stop_grace_period stop_signal
    storage_opt tmpfs tty ulimits umask volumes working_dir
    """
)

# What changes how a server behaves and cannot be had from a native one.
NOT_EMBEDDED: Final = _keys(
    """
    cap_add configs credential_spec deploy device_cgroup_rules devices dns dns_opt dns_search
    entrypoint external_links extra_hosts gpus group_add ipc mem_limit mem_reservation
    mem_swappiness memswap_limit models network_mode pid post_start pre_start pre_stop privileged
    provider secrets shm_size sysctls use_api_socket user userns_mode uts volumes_from
    """
)

SERVICE: Final = READ | WITHOUT_EFFECT | NOT_EMBEDDED

_SCRIPTS: Final = "/docker-entrypoint-initdb.d"


def check_document(document: Node, findings: Findings) -> None:
    """A fault for every key of a compose file, or of its services, that Compose does not know."""
    _check(document, DOCUMENT, "a compose file", findings)
    for name, service in _services(document):
        _check(service, SERVICE, f"service {name}", findings)


def _services(document: Node) -> Iterator[tuple[str, Node]]:
    services = document.mapping.get("services")
    if services is not None:
        yield from services.mapping.items()


def _check(node: Node, known: frozenset[str], owner: str, findings: Findings) -> None:
    for key, value in node.mapping.items():
        if key not in known and not key.startswith("x-"):
            findings.fault(value.place, f"{owner} has no key {key!r}{nearest(key, known)}")


def name_differences(service: Service, node: Node, findings: Findings) -> None:
    """A warning for everything that makes the embedded server another one than the container.

    Services without a role are not run by the embedded runtime, so nothing of them is named.
    """
    if service.role is Role.OTHER:
        return
    for key in sorted(NOT_EMBEDDED & node.mapping.keys()):
        place = node.mapping[key].place
        findings.warn(place, f"the embedded runtime does not honour {key!r} of {service.name}")
    extension = extensions_of(parse_image(service.image))
    if extension:
        place = node.mapping["image"].place
        findings.warn(place, f"the embedded PostgreSQL may lack what {extension} adds to it")
    _name_settings(service, node, findings)
    _name_mounts(node, findings)
    _name_secret_files(service, node, findings)


def _name_settings(service: Service, node: Node, findings: Findings) -> None:
    """Settings on PostgreSQL's command line; the other servers' are the runtime's own choice."""
    words = service.command if service.role is Role.POSTGRES else ()
    named = [value for word, value in pairwise(words) if word in ("-c", "--set")]
    for setting in named:
        place = node.mapping["command"].place
        findings.warn(place, f"the embedded PostgreSQL does not take the setting {setting}")


def _name_mounts(node: Node, findings: Findings) -> None:
    volumes = node.mapping.get("volumes")
    for volume in volumes.items if volumes is not None else ():
        source, target = _mount(volume)
        if target.startswith(_SCRIPTS):
            findings.warn(
                volume.place,
                f"the embedded runtime does not run the scripts of {target};"
                " what they make belongs into the migrations",
            )
        elif source.startswith((".", "/", "~")) and "/data" not in target:
            findings.warn(volume.place, f"the embedded runtime does not mount {source}")


def _mount(volume: Node) -> tuple[str, str]:
    """Source and target of a volume in its short or long syntax."""
    if volume.text:
        source, _, rest = volume.text.partition(":")
        return (source, rest.partition(":")[0]) if rest else ("", source)
    named = {key: node.text for key, node in volume.mapping.items()}
    return named.get("source", ""), named.get("target", "")


def _name_secret_files(service: Service, node: Node, findings: Findings) -> None:
    """Credentials that only the container can read: the embedded server has defaults instead."""
    variables = node.mapping.get("environment")
    named = by_name(variables).mapping if variables is not None else {}
    for name, value in named.items():
        if name.endswith("_FILE") and name.removesuffix("_FILE") not in service.environment:
            user, _, _ = credentials(service)
            findings.warn(
                value.place,
                f"the file that {name} names is not read; {service.name} is spoken to as"
                f" {user or 'nobody'} without a password",
            )
