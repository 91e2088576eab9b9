"use client";
import { FIRST_DAY, LAST_DAY, localDate } from "@/lib/dates";
import { usualPeriods } from "./periods";
import type { Period } from "./queries";

interface Props {
  period: Period;
  onChange: (period: Period) => void;
}

const CONTROL = "h-9 rounded-md border border-field bg-surface px-2 text-ink";

/** A usual period, or any two days. */
export function PeriodPicker({ period, onChange }: Props) {
  const usual = usualPeriods(localDate(new Date()));
  const chosen = usual.findIndex(
    (each) => each.period.from === period.from && each.period.to === period.to,
  );
  const set = (change: Partial<Period>) => {
    const next = { ...period, ...change };
    if (next.from && next.to && next.from <= next.to) onChange(next);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label="Period"
        value={chosen}
        onChange={(event) => {
          const named = usual[Number(event.target.value)];
          if (named) onChange(named.period);
        }}
        className={CONTROL}
      >
        {chosen < 0 && <option value={-1}>Own dates</option>}
        {usual.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </select>
      <span className="flex items-center gap-1.5">
        <input
          key={`from ${period.from}`}
          type="date"
          min={FIRST_DAY}
          max={LAST_DAY}
          aria-label="From"
          defaultValue={period.from}
          onBlur={(event) => set({ from: event.target.value })}
          className={CONTROL}
        />
        <span aria-hidden>–</span>
        <input
          key={`to ${period.to}`}
          type="date"
          min={FIRST_DAY}
          max={LAST_DAY}
          aria-label="To"
          defaultValue={period.to}
          onBlur={(event) => set({ to: event.target.value })}
          className={CONTROL}
        />
      </span>
    </div>
  );
}
