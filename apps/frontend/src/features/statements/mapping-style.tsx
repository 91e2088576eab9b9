import { Field } from "@/components/field";
import type { CsvProfile } from "@/lib/schemas";

interface Props {
  profile: CsvProfile;
  onChange: (profile: CsvProfile) => void;
}

const ENCODINGS = ["utf-8", "cp1252", "iso-8859-15", "utf-16", "gb18030", "shift_jis"];

/** How dates and numbers are written in the file. */
export function MappingStyle({ profile, onChange }: Props) {
  const set = (change: Partial<CsvProfile>) => onChange({ ...profile, ...change });
  const encodings = new Set([profile.encoding ?? "utf-8", ...ENCODINGS]);
  return (
    <div className="flex flex-wrap items-end gap-3 border-t border-line p-4">
      <Choice
        label="Dates"
        value={profile.date_order ?? "DMY"}
        onChange={(date_order) => set({ date_order: date_order as "DMY" })}
        options={{ DMY: "31.12.2026", MDY: "12/31/2026", YMD: "2026-12-31" }}
      />
      <Choice
        label="Decimals"
        value={profile.decimal_mark ?? "."}
        onChange={(mark) => set({ decimal_mark: mark as "." })}
        options={{ ".": "1,234.50", ",": "1.234,50" }}
      />
      <Choice
        label="Columns are parted by"
        value={profile.delimiter ?? ","}
        onChange={(delimiter) => set({ delimiter })}
        options={{ ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" }}
      />
      <Choice
        label="Characters"
        value={profile.encoding ?? "utf-8"}
        onChange={(encoding) => set({ encoding })}
        options={Object.fromEntries([...encodings].map((name) => [name, name]))}
      />
      <Field label="First line of data" className="w-32">
        {(control) => (
          <input
            {...control}
            type="number"
            min={1}
            max={1001}
            value={(profile.first_row ?? 1) + 1}
            onChange={(event) => set({ first_row: Math.max(0, event.target.valueAsNumber - 1 || 0) })}
            className="control"
          />
        )}
      </Field>
      <Field label="Currency" className="w-24">
        {(control) => (
          <input
            {...control}
            maxLength={3}
            placeholder="SGD"
            value={profile.currency ?? ""}
            onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
            className="control"
          />
        )}
      </Field>
      <label className="flex h-9 items-center gap-2">
        <input
          type="checkbox"
          checked={profile.negate ?? false}
          onChange={(event) => set({ negate: event.target.checked })}
          className="size-4 accent-accent"
        />
        Spending is positive in the file
      </label>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: Record<string, string>;
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Field label={label} className="w-36">
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="control"
        >
          {Object.entries(options).map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
