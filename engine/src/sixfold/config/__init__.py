"""One frozen configuration, read from sixfold.toml, compose files, the environment and flags.

Reading changes nothing and starts nothing. Each value knows who set it; whatever is wrong is
collected and raised as one RequestError of `path:line: rule`. Only faces and commands see a
Config; they hand down slices of it. Only `looks` looks at a checkout's files, so that what was read
can be remembered while each look would see the same.
"""

from sixfold.config.settings import App, Build, Config, Migration, Suite
from sixfold.core.located import Finding

__all__ = ["App", "Build", "Config", "Finding", "Migration", "Suite"]
