"""Queries of PostgreSQL's catalogue: each object of a schema as one line, and what binds rows."""

from __future__ import annotations

from typing import Final

# Alembic's own table says where a database is, which is not part of what it is.
VERSION_TABLE: Final = "alembic_version"

_OURS: Final = "n.nspname <> 'information_schema' and n.nspname !~ '^pg_'"
_CLASS: Final = "pg_class c join pg_namespace n on n.oid = c.relnamespace"


def _own(oid: str) -> str:
    """Objects that an extension brings are the extension's."""
    return f"not exists (select from pg_depend d where d.objid = {oid} and d.deptype = 'e')"


# Columns are compared by name, not by place: one that is taken away and made again stands last.
SHAPE: Final = (
    f"""
    select format('column %%s.%%s.%%s %%s%%s%%s%%s%%s', n.nspname, c.relname, a.attname,
        format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then ' not null' else '' end,
        case a.attidentity when 'a' then ' identity always' when 'd' then ' identity' else '' end,
        case when a.attgenerated <> '' then ' generated' else '' end,
        coalesce(' default ' || pg_get_expr(f.adbin, f.adrelid), ''))
    from {_CLASS} join pg_attribute a on a.attrelid = c.oid
        left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
        and c.relname <> %(version)s and {_OURS} and {_own("c.oid")}
    """,
    f"""
    select format('constraint %%s.%%s.%%s %%s', n.nspname, c.relname, k.conname,
        pg_get_constraintdef(k.oid))
    from {_CLASS} join pg_constraint k on k.conrelid = c.oid
    where k.contype <> 'n' and c.relname <> %(version)s and {_OURS} and {_own("c.oid")}
    """,
    f"""
    select format('index %%s', pg_get_indexdef(i.indexrelid))
    from {_CLASS} join pg_index i on i.indrelid = c.oid
    where c.relname <> %(version)s and c.relkind in ('r', 'p', 'm') and {_OURS} and {_own("c.oid")}
    """,
    f"""
    select format('trigger %%s, %%s', pg_get_triggerdef(t.oid), t.tgenabled)
    from {_CLASS} join pg_trigger t on t.tgrelid = c.oid
    where not t.tgisinternal and c.relname <> %(version)s and {_OURS}
    """,
    f"""
    select format('function %%s.%%s(%%s) %%s', n.nspname, p.proname,
        pg_get_function_identity_arguments(p.oid),
        case when p.prokind in ('f', 'p') then md5(pg_get_functiondef(p.oid)) else '' end)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where {_OURS} and {_own("p.oid")}
    """,
    f"""
    select format('view %%s.%%s %%s', n.nspname, c.relname, pg_get_viewdef(c.oid))
    from {_CLASS} where c.relkind in ('v', 'm') and {_OURS} and {_own("c.oid")}
    """,
    f"""
    select format('sequence %%s.%%s', n.nspname, c.relname)
    from {_CLASS} where c.relkind = 'S' and {_OURS} and {_own("c.oid")}
    """,
    f"""
    select format('type %%s.%%s %%s', n.nspname, t.typname, coalesce(
        (select string_agg(e.enumlabel, ', ' order by e.enumsortorder)
         from pg_enum e where e.enumtypid = t.oid),
        format_type(t.typbasetype, t.typtypmod)))
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype in ('e', 'd') and {_OURS} and {_own("t.oid")}
    """,
    f"""
    select format('policy %%s.%%s %%s', c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid))
    from {_CLASS} join pg_policy p on p.polrelid = c.oid where {_OURS}
    """,
    "select format('extension %%s', extname) from pg_extension where extname <> %(version)s",
    f"select format('schema %%s', n.nspname) from pg_namespace n where {_OURS}",
)

COLUMNS: Final = f"""
    select c.oid, n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        y.typtype = 'e', a.attnotnull,
        f.adbin is not null or a.attidentity <> '' or a.attgenerated <> '',
        a.attidentity <> '' or pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null,
        a.attgenerated <> '',
        (select e.enumlabel from pg_enum e where e.enumtypid = y.oid
         order by e.enumsortorder limit 1)
    from {_CLASS} join pg_attribute a on a.attrelid = c.oid join pg_type y on y.oid = a.atttypid
        left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> %(version)s and {_OURS} and {_own("c.oid")}
    order by n.nspname, c.relname, a.attnum
"""

KEYS: Final = """
    select i.indrelid, array_agg(a.attname::text order by k.place)
    from pg_index i
        cross join unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality k(number, place)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
    where i.indisunique group by i.indexrelid, i.indrelid
"""

BINDINGS: Final = """
    select k.conrelid, k.contype, pg_get_constraintdef(k.oid), k.confrelid,
        (select array_agg(a.attname::text order by x.place)
         from unnest(k.conkey) with ordinality x(number, place)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number),
        (select array_agg(a.attname::text order by x.place)
         from unnest(k.confkey) with ordinality x(number, place)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.number)
    from pg_constraint k where k.contype in ('f', 'c') and k.conrelid <> 0 order by k.conname
"""
