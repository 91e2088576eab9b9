"""`sixfold logs`: the last lines of a service's or an application's log."""

from __future__ import annotations

from sixfold.commands.context import namespace_folder
from sixfold.commands.plans import plans
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.service import Purpose
from sixfold.errors import RequestError
from sixfold.runtimes.registry import choose


def logs(
    config: Config, names: tuple[str, ...], *, purpose: Purpose, lines: int
) -> dict[str, list[str]]:
    """The last `lines` lines of each named service or application; none named means all.

    Raises RequestError for a name that is neither.
    """
    wanted = {plan.service.name: plan for plan in plans(config, purpose, infra_roles(config))}
    apps = {app.name for app in config.apps} if purpose is Purpose.DEV else set()
    for name in names:
        if name not in wanted and name not in apps:
            known = ", ".join([*wanted, *sorted(apps)])
            raise RequestError(f"there is no service or application {name!r}; there are: {known}")
    runtime, _ = choose(config.runtime, list(wanted.values()))
    told = {}
    for name in names or (*wanted, *sorted(apps)):
        if name in wanted:
            told[name] = list(runtime.logs(wanted[name], lines))
        else:
            file = namespace_folder(config) / f"app-{name}.log"
            text = file.read_text(errors="replace") if file.is_file() else ""
            told[name] = text.splitlines()[-lines:]
    return told
