"""What each table and key of sixfold.toml means, in the order in which the reference tells them.

A key that a reader asks for and that is not here, or the reverse, fails `sixfold docs check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sixfold.core.reference.keys import NAME, Meaning

_FOLDER: Final = "Folder in which its commands run, from the root."

MEANINGS: Final[Mapping[str, Meaning]] = MappingProxyType(
    {
        "project": Meaning(
            "What the repository is called, and which compose files its services are in.",
            {
                "name": "What names of databases, hosts and containers begin with.",
                "compose": "Compose files from the root, each laid over the one before. "
                "`COMPOSE_FILE` wins.",
                "profiles": "Profiles of Compose whose services are in use. "
                "`COMPOSE_PROFILES` wins.",
            },
            {
                "name": "the compose file's `name`, else the folder's",
                "compose": "`compose.yaml` or `docker-compose.yml`, with its override",
                "profiles": "services without a profile",
            },
        ),
        "services": Meaning(
            "Which service plays which role, where images do not tell or several could.",
            {
                "postgres": "The service that is PostgreSQL.",
                "redis": "The service that is Redis or Valkey.",
                "s3": "The service that speaks S3.",
            },
            dict.fromkeys(("postgres", "redis", "s3"), "recognised by its image"),
        ),
        "runtime": Meaning(
            "Where services run.",
            {
                "use": "`embedded` are native processes, `external` the URLs in "
                "`SIXFOLD_POSTGRES_URL` and its like; `auto` takes docker or podman where an "
                "engine answers and holds every image, else `embedded`. `--runtime`, then "
                "`SIXFOLD_RUNTIME`, win.",
                "linger": "How long test servers stay up after the last run that used them. "
                "`SIXFOLD_LINGER` wins; where `CI` is set it is 0.",
            },
        ),
        "database": Meaning(
            "How the schema is made: once for all tests, as a template database that is cloned.",
            {
                "name": "What names of databases begin with.",
                "directory": _FOLDER,
                "migrate": "Command that brings a database to head. Without it there is no schema.",
                "inputs": "Globs from the root of what the schema is made of: a change in any of "
                "these files makes another template.",
                "seed": "Command that fills a template once it is migrated.",
                "statement_timeout": "The longest that one statement of a migration may take.",
                "lock_timeout": "The longest that a migration waits for a lock.",
                "templates_kept": "How many templates of other fingerprints stay.",
            },
            {"name": "the project's name"},
        ),
        "migrations": Meaning(
            "How `sixfold migrations` rehearses the revisions. Commands run in the folder of "
            "`[database]`.",
            {
                "versions": "Folder of the revisions.",
                "demo": "Command that fills a database at head with rows as people have them.",
                "fill": "Command that makes `{rows}` rows in `{table}`, where the generic filler "
                "cannot.",
                "rows": "How many rows a table has when its locks are timed.",
                "lock_limit": "A lock that others wait for longer than this is warned about.",
                "app": "Which of `[apps]` the previous release is started as.",
                "requests": "Paths that the previous release is asked for on the new schema.",
                "smoke": "Command that asks it for more, at `{url}`.",
            },
            {"versions": "what Alembic's configuration says", "demo": "invented rows"},
        ),
        "storage": Meaning(
            "S3.",
            {"bucket": "What names of buckets begin with."},
            {"bucket": "the project's name, with hyphens"},
        ),
        "variables": Meaning(
            "A table of texts: the environment variables that every process of the application and "
            "its tests is given. `{postgres.address}`, `.host`, `.port`, `.user`, `.password` and "
            "`.url`, the same of `redis` (and `.index`) and `s3`, `{database}`, `{bucket}`, "
            "`{namespace}`, `{python}`, `{root}` and `{<app>.url}` stand for what is true here; "
            "`{{` for a brace."
        ),
        f"suites.{NAME}": Meaning(
            "One suite of tests with one runner.",
            {
                "kind": "Its runner.",
                "directory": _FOLDER,
                "paths": "Where its tests are, from `directory`.",
                "command": "How its runner is started.",
                "source": "Files and folders, from `directory`, whose coverage is measured.",
                "e2e": "Its tests in a browser: `--e2e` runs these alone, `--fast` none of them.",
                "services": "The roles that its tests need.",
                "eager": "Whether a worker's database, bucket and Redis scope are there before its "
                "first test, for tests that ask for no fixture.",
                "waits": "Whether its tests wait for servers and programs much of their time: it "
                "gets half as many workers again as there are cores.",
                "variables": "Environment variables, added to `[variables]`.",
                "unwatched": "Globs from the root of what its programs may read that `--affected` "
                "cannot watch (a browser, npm).",
            },
            {
                "paths": "the runner's own",
                "command": "that of its kind",
                "source": "not measured",
                "unwatched": "the whole checkout",
            },
        ),
        f"apps.{NAME}": Meaning(
            "One process of the application, for `sixfold dev`. They start in the file's order.",
            {
                "command": "How it is started; `{port}` or `{fd}` (a socket that is bound already) "
                "says where it listens.",
                "directory": _FOLDER,
                "port": "The port to try first.",
                "ready": "A path that answers once it serves.",
                "links": "Paths worth showing, by their titles.",
                "variables": "Environment variables, added to `[variables]`.",
            },
            {"port": "one of this namespace's own", "ready": "its port answers"},
        ),
        f"apps.{NAME}.build": Meaning(
            "What is built before it starts, when `inputs` changed since `output` was made.",
            {
                "command": "How it is built.",
                "directory": _FOLDER,
                "inputs": "Globs from the root of what it is made of.",
                "output": "The folder that the command fills.",
            },
        ),
        "coverage": Meaning(
            "What coverage is held to. Percentages count lines and branches alike.",
            {
                "baseline": "The base's file that says what was reached. `BASELINE_FILE` wins.",
                "base": "The branch that changes are merged into.",
                "diff": "What changed lines have to reach in `sixfold test --smart`.",
            },
        ),
        f"coverage.{NAME}": Meaning(
            "A component: a part of the repository that is judged by itself. Without any, each "
            "suite is one.",
            {
                "suites": "The suites that measure it.",
                "min": "A net: the least that it may have, whatever the baseline says.",
            },
        ),
        "coverage.unified": Meaning(
            "All components together.",
            {
                "min": "A net for the whole. `COVERAGE_THRESHOLD` wins.",
                "target": "What is wanted; told until it is reached, never a failure.",
            },
        ),
        "coverage.floors": Meaning(
            "What single places must not fall below.",
            {NAME: "The key is a glob from the root; its files have at least this together."},
        ),
        f"lint.{NAME}": Meaning(
            "One tool of `sixfold lint`. They are started in the file's order, slow ones first.",
            {
                "command": "How it is started. `{files}` becomes the files, `{root}` the root; "
                "without `{files}` it looks at all of them by itself.",
                "directory": _FOLDER,
                "files": "Globs from the root of the files that it looks at.",
                "exclude": "Globs of those that it leaves out.",
                "inputs": "Globs of what else its answer depends on.",
                "read": "How its output is read.",
                "pattern": 'With `read = "text"`: an expression with groups among `path`, `line`, '
                "`column`, `rule`, `message`, for one finding.",
                "message": "What a finding says where the pattern finds no message.",
                "codes": "Exit codes that are an answer; with any other it has crashed.",
                "fix": "Command that repairs what it can, for `--fix`.",
            },
        ),
        "env": Meaning(
            "Which files speak of environment variables; `sixfold env` holds them together. An "
            "absent key plays no part.",
            {
                "settings": "Modules with a settings class (globs).",
                "example": "The file that documents every variable.",
                "secrets": "The template that a secrets agent renders.",
                "public": "The frontend's sources (globs).",
                "prefix": "How the frontend's variables begin, which are baked.",
                "runtime": "The service of the compose files that has the settings.",
                "baked": "The service whose build bakes the public variables.",
                "dockerfile": "The Dockerfile that bakes them, where no service says it.",
                "development": "The dictionary in the settings' module with the values of "
                "development, where `env add` puts a secret's.",
                "module": "The frontend's file in which `env add` has a public variable read.",
                "compose": "More compose files to look at (globs).",
                "environments": "Files that state values for each environment (globs), beside "
                "those that have its name, such as `.env.staging` and `compose.production.yml`.",
                "apart": "Single names that the rules leave alone, each with the reason.",
            },
        ),
        f"build.{NAME}": Meaning(
            "One thing that is shipped: files by a `command` with its `output`, or a container "
            "image by a `dockerfile` with its `image`. They are made in the file's order.",
            {
                "command": "How the files are made.",
                "directory": _FOLDER,
                "output": "The folder that the command fills; it is emptied first.",
                "inputs": "Globs from the root of what it is made of; their hash is `{inputs}`.",
                "variables": "Environment variables of the command.",
                "dockerfile": "The Dockerfile, from the root.",
                "image": "What the image is called.",
                "arguments": "Build arguments.",
                "passed": "Build arguments that the environment may set.",
                "secrets": "For each of the build's secrets the variable that holds its path.",
            },
        ),
        "ci": Meaning(
            "What checks a commit, on a laptop and on the forge.",
            {
                "workflow": "The forge's workflow, which `sixfold drift` compares with the jobs.",
                "door": "What stands before each step in the workflow.",
                "packages": "Packages whose installed versions are part of the plan's hash; npm's "
                "as `npm:name`.",
                "forge_steps": "Steps of the workflow that only the forge has a use for.",
                "events": "Events for each commit of which the workflow must run.",
                "may_fail": "Actions whose failure is told and fails nothing, without version.",
                "permissions": "What the forge's token may do in every job: `none`, `read` or "
                '`write` for each scope. Without it: `contents = "read"`.',
            },
        ),
        f"ci.jobs.{NAME}": Meaning(
            "One job.",
            {
                "steps": "Verbs as they are typed; `{shard}` and `{shards}` are filled in.",
                "needs": "Jobs that have to pass first.",
                "shards": "In how many parts it runs.",
                "always": "Whether it runs whatever became of the jobs that it needs.",
                "remote": "Whether it is the forge's alone.",
                "alone": "Whether two of it must never run at the same time.",
                "permissions": "What the forge's token may do in it beyond that.",
            },
        ),
        "drift": Meaning(
            "What is compared beyond what every repository has.",
            {
                "docs": "Globs of documents whose commands, files and links must exist.",
                "code": "Globs of code whose hints name commands that must exist.",
            },
        ),
        f"drift.versions.{NAME}": Meaning(
            "One thing whose version several files state. The first file's word counts.",
            {
                NAME: "The key is a file; the expression's groups, joined by dots, are the version "
                "that it states."
            },
        ),
    }
)
