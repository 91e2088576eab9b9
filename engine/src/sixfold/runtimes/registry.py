"""Which runtimes there are, and which one is used here, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sixfold.core.service import Purpose
from sixfold.errors import RequestError
from sixfold.runtimes.base import Runtime, ServerPlan


def runtimes() -> Mapping[str, Callable[[], Runtime]]:
    """Every runtime by its name; one is imported when it is made."""
    return {
        "embedded": _embedded,
        "docker": _docker,
        "podman": _podman,
        "external": _external,
    }


def choose(name: str, plans: Sequence[ServerPlan]) -> tuple[Runtime, str]:
    """The runtime for these plans, and why that one, in words.

    `auto` takes external where every plan has a URL, embedded where that holds development data,
    an engine that answers and holds every image, else embedded. Raises RequestError for a name
    that there is not.
    """
    known = runtimes()
    if name != "auto":
        if name not in known:
            raise RequestError(f"there is no runtime {name!r}; there are: {', '.join(known)}")
        return known[name](), "asked for by name"
    if plans and all(plan.url for plan in plans):
        return known["external"](), "every service has a URL"
    held = next((plan for plan in plans if _embedded_data(plan)), None)
    if held is not None:
        # An engine that has just pulled the images must not hide a developer's data.
        return known["embedded"](), f"it holds the development data of {held.service.name}"
    reasons = []
    for engine in ("docker", "podman"):
        runtime, reason = _engine(engine, plans)
        if runtime is not None:
            return runtime, reason
        reasons.append(reason)
    return known["embedded"](), "; ".join(reasons)


def _embedded_data(plan: ServerPlan) -> bool:
    from sixfold.runtimes.embedded import holds_data

    return plan.purpose is Purpose.DEV and holds_data(plan)


def _engine(name: str, plans: Sequence[ServerPlan]) -> tuple[Runtime | None, str]:
    """An engine's runtime where it answers and holds every image; nothing is pulled unasked."""
    from sixfold.runtimes.compose import DockerRuntime, PodmanRuntime

    runtime = DockerRuntime() if name == "docker" else PodmanRuntime()
    found = runtime.check()
    if not found.usable:
        return None, f"{name}: {found.reason}"
    missing = runtime.missing_images(plans)
    if missing:
        return None, f"{name} answers but has not pulled {', '.join(missing)}"
    return runtime, f"{name} answers and holds every image"


def _embedded() -> Runtime:
    from sixfold.runtimes.embedded import EmbeddedRuntime

    return EmbeddedRuntime()


def _docker() -> Runtime:
    from sixfold.runtimes.compose import DockerRuntime

    return DockerRuntime()


def _podman() -> Runtime:
    from sixfold.runtimes.compose import PodmanRuntime

    return PodmanRuntime()


def _external() -> Runtime:
    from sixfold.runtimes.external import ExternalRuntime

    return ExternalRuntime()
