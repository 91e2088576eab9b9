"""Migrations rehearsed on real PostgreSQL: good ones pass, and each way of being bad is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sixfold.clients.postgres_catalogue import rows, shape, tables
from sixfold.commands.migrating.rows import fill, have_rows
from sixfold.core.schemas.shape import differences

from tests.live.inspection import Server
from tests.live.projects import Project
from tests.live.test_hooks import git

ENVIRONMENT = """
    import os
    from alembic import context
    from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, text

    metadata = MetaData()
    name = Column("name", String(40), nullable=False, unique=True)
    Table("item", metadata, Column("id", Integer, primary_key=True), name)

    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            {lock}
            context.run_migrations()
"""
LOCK = 'connection.execute(text("select pg_advisory_xact_lock(6)"))'
# Without a lock it depends on the moment whether two collide: here the first waits for a second.
RACE = """
    import sys, time
    from alembic import op
    from sqlalchemy import text

    revision = "0001"
    down_revision = None


    def upgrade():
        waits = "select count(*) from pg_locks where not granted"
        deadline = time.monotonic() + 60
        while "alembic_steps" not in sys.argv[0] and not op.get_bind().scalar(text(waits)):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        op.execute("create table item (id serial primary key, name varchar(40) not null unique)")
"""
REVISION = '''
    """{title}."""

    from alembic import op

    revision = "{name}"
    down_revision = {parent!r}


    def upgrade():
        op.execute("""{up}""")


    def downgrade():
        op.execute("""{down}""")
'''
ITEMS = "create table item (id serial primary key, name varchar(40) not null unique)"


@pytest.fixture
def shop(make_project: Callable[..., Project]) -> Project:
    """A repository that migrates with Alembic: one table, and a lock that keeps replicas apart."""
    project = make_project("shop")
    configuration = (project.root / "sixfold.toml").read_text()
    configuration = configuration.replace(
        '["{python}", "migrate.py"]', '["{python}", "-m", "alembic", "upgrade", "head"]'
    )
    configuration = configuration.replace('"migrate.py", "schema.sql"', '"migrations/**/*.py"')
    project.write("sixfold.toml", f'{configuration}\n[migrations]\nlock_limit = "200ms"\n')
    project.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n")
    project.write("migrations/env.py", ENVIRONMENT.format(lock=LOCK))
    revise(project, "0001", None, ITEMS, "drop table item")
    return project


def revise(project: Project, name: str, parent: str | None, up: str, down: str) -> None:
    text = REVISION.format(title=f"Do {name}", name=name, parent=parent, up=up, down=down)
    project.write(f"migrations/versions/{name}.py", text)


def played(project: Project, *words: str) -> dict[str, Any]:
    told = project.json("migrations", *words)
    assert isinstance(told, dict)
    assert "error" not in told, told
    return told


def verdicts(told: dict[str, Any]) -> dict[str, str]:
    return {act["name"]: act["verdict"] for act in told["acts"]}


def findings(told: dict[str, Any], name: str) -> str:
    (act,) = (act for act in told["acts"] if act["name"] == name)
    return "\n".join(f"{one['place']}: {one['rule']}" for one in act["findings"])


def test_good_migrations_pass_and_a_long_lock_is_warned_about(shop: Project, home: Path) -> None:
    slow = "alter table item add column size int; select pg_sleep(0.4)"
    revise(shop, "0002", "0001", slow, "alter table item drop column size")
    revise(shop, "0003", "0002", "alter table item drop column size", slow.split(";")[0])

    told = played(shop, "rehearse", "--rows", "2000")

    assert told["passed"], told
    assert verdicts(told) == {
        "one head": "ok",
        "replicas": "ok",
        "models": "ok",
        "up": "ok",
        "data": "ok",
        "down and up": "ok",
        "locks": "warn",
    }
    assert "migrations/versions/0002.py:5: 0002 holds AccessExclusiveLock" in findings(
        told, "locks"
    )
    held = {lock["revision"]: lock for lock in told["locks"]}
    assert held["0002"]["table"] == "item"
    assert held["0002"]["rows"] == 2000
    assert 0.3 < held["0002"]["seconds"] <= held["0002"]["total"]
    assert held["0003"]["seconds"] < 0.2
    databases = Server(home).sql("select datname from pg_database where datname ~ 'shop_test'")
    assert databases == [], "every database of a rehearsal goes with it"


def test_what_cannot_be_taken_back_is_named_with_its_revision(shop: Project) -> None:
    forgets = (
        "drop view items; create table new as table item with no data;"
        " drop table item; alter table new rename to item"
    )
    revise(shop, "0002", "0001", "create view items as table item", forgets)
    up = "create index if not exists item_by_name on item (name)"
    revise(shop, "0003", "0002", up, "select 1")
    shop.write("demo.py", DEMO)
    with (shop.root / "sixfold.toml").open("a") as file:
        file.write('demo = ["{python}", "demo.py"]\n')

    done = shop.run("migrations", "rehearse", "--rows", "0")

    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    assert "ok data: 3 rows in 1 tables, of the demo, else invented" in told
    assert "FAIL down and up: not the same" in told
    assert "0003.py:5: 0003 goes down to another schema: + index CREATE INDEX item_by_name" in told
    assert "0002.py:5: goes down leaves 0 of 3 rows in public.item" in told
    assert "0002 goes down to another schema: - constraint public.item" in told


DEMO = """
    import os, psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("insert into item (name) values ('cup'), ('pot'), ('tea')")
"""


def test_replicas_without_a_lock_and_models_that_went_ahead_are_found(shop: Project) -> None:
    ahead = ENVIRONMENT.format(lock="pass").replace(
        'Column("id"', 'Column("colour", Integer), Column("id"'
    )
    shop.write("migrations/env.py", ahead)
    shop.write("migrations/versions/0001.py", RACE)

    told = played(shop, "check")

    assert verdicts(told) == {"one head": "ok", "replicas": "FAIL", "models": "FAIL"}
    assert "migrations/env.py: " in findings(told, "replicas")
    assert "duplicate key" in findings(told, "replicas")
    assert "colour" in findings(told, "models")


HARD_TO_FILL = """
    create type mood as enum ('good', 'bad');
    create table person (
        id bigint generated always as identity primary key,
        email text unique, email_key text unique, role text unique check (role in ('owner', 'aid')),
        code varchar(9) not null unique, currency varchar(3) not null,
        sha varchar(64) not null unique check (sha ~ '^[0-9a-f]{64}$'),
        other varchar(3) not null check (other ~ '^[A-Z]{3}$'), check (currency <> other),
        kind text not null, mood mood not null, born date not null, tags text[] not null,
        check ((email is null) = (email_key is null)), check (currency ~ '^[A-Z]{3}$'),
        check (kind in ('adult', 'child')), check (btrim(code) <> ''));
    create table note (
        id uuid primary key default gen_random_uuid(), person_id bigint not null references person,
        number int not null, text text not null, size int generated always as (length(text)) stored,
        before uuid unique references note, unique (person_id, number));
    create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'no rows'; end $$;
    create trigger refuse before insert on note for each row execute function refuse();
    create table alone (person_id bigint primary key references person);
    create table pair (
        person_id bigint not null, note_id uuid not null references note, owner int not null,
        primary key (person_id, note_id), foreign key (person_id) references person);
    create table flag (state boolean primary key);
"""


@pytest.fixture
def connection(shop: Project, home: Path) -> Iterator[Any]:
    """A session in an empty database on the home's server."""
    server = Server(home)
    if server.process("postgres") is None:
        assert shop.run("migrations", "check").returncode == 0
    server.sql("create database by_hand")
    url = f"postgresql://shop:shop-password@127.0.0.1:{server.port('postgres')}/by_hand"
    with psycopg.connect(url, autocommit=True) as session:
        yield session
    server.sql("drop database by_hand")


def test_tables_are_filled_within_their_rules(connection: Any) -> None:
    connection.execute(HARD_TO_FILL)

    left = have_rows(connection)

    assert [name for name, _ in left] == ["public.flag"]
    assert "unique" in left[0][1]
    connection.execute("update person set email = 'a', email_key = 'a' where id = 1")
    connection.execute("update person set role = 'owner' where id = 2")
    assert fill(connection, "public.person", 3000) == ""
    assert fill(connection, "public.note", 5000) == ""
    assert fill(connection, "public.alone", 3500) == ""
    assert fill(connection, "public.pair", 7000) == ""
    counts = {name: one.count for name, one in rows(connection, dict.fromkeys(FILLED, ())).items()}
    assert counts == dict(zip(FILLED, (3500, 5000, 3500, 7000), strict=True))
    orphans = "select count(*) from note left join person p on p.id = person_id where p.id is null"
    assert connection.execute(orphans).fetchone() == (0,)
    with pytest.raises(psycopg.errors.RaiseException):
        connection.execute("insert into note (person_id, number, text) values (1, -1, 'x')")


FILLED = ("public.person", "public.note", "public.alone", "public.pair")
CHANGES = (
    "alter table note drop constraint note_person_id_fkey",
    "drop trigger refuse on note",
    "alter table note disable trigger refuse",
    "alter table note alter text drop not null",
    "alter table note alter number type bigint",
    "alter table note alter number set default 3",
    "create index on note (number)",
    "alter type mood add value 'so-so'",
    "create or replace function refuse() returns trigger language plpgsql as"
    " $$ begin return null; end $$",
    "create view notes as table note",
    "create sequence numbers",
    "create schema other",
)


def test_every_change_of_a_schema_is_seen_and_the_order_of_columns_is_not(connection: Any) -> None:
    connection.execute(HARD_TO_FILL)
    connection.execute("alter table alone add column last int; drop table flag, pair")
    before = shape(connection)

    with connection.transaction():
        connection.execute("alter table alone drop column person_id cascade")
        connection.execute("alter table alone add column person_id bigint primary key")
        connection.execute("alter table alone add foreign key (person_id) references person")
    assert differences(before, shape(connection)) == ()

    unseen = []
    for change in CHANGES:
        with connection.transaction(force_rollback=True):
            connection.execute(change)
            if not differences(before, shape(connection)):
                unseen.append(change)
    assert unseen == []
    assert {table.name for table in tables(connection)} == set(before.tables)


APP = """
    import http.server, os, sys
    import psycopg

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, text = 200, b"ok"
            if self.path == "/items":
                try:
                    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
                        connection.execute("select name from item").fetchall()
                except psycopg.Error:
                    status = 500
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
SERVED = """
app = "web"
requests = ["/items", "/health"]

[apps.web]
directory = "."
command = ["{python}", "app.py", "{port}"]
ready = "/health"
"""


def test_a_migration_that_breaks_the_previous_release_is_named_with_the_request(
    shop: Project,
) -> None:
    shop.write("app.py", APP)
    with (shop.root / "sixfold.toml").open("a") as file:
        file.write(SERVED)
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Release")):
        git(shop, *words)
    rename = "alter table item rename column name to title"
    revise(shop, "0002", "0001", rename, "alter table item rename column title to name")
    environment = (shop.root / "migrations/env.py").read_text()
    shop.write("migrations/env.py", environment.replace('Column("name"', 'Column("title"'))

    told = played(shop, "rehearse", "--rows", "0", "--from", "HEAD")

    assert verdicts(told)["down and up"] == "ok", told
    assert verdicts(told)["previous release"] == "FAIL"
    assert findings(told, "previous release") == (
        "GET /items: HEAD answers 500 on the new schema, 200 on its own"
    )
