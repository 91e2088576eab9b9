import { Field } from "./field";

interface Choosable {
  id: number;
  code: string;
  name: string;
  type: string;
  currency: string;
  closed: boolean;
  role: string | null;
}

interface Props {
  label: string;
  accounts: readonly Choosable[];
  /** The id as text; empty while none is chosen. */
  value: string;
  onChange: (value: string) => void;
  hideLabel?: boolean;
  className?: string;
  autoFocus?: boolean;
}

const KINDS = [
  ["expense", "Expenses"],
  ["income", "Income"],
  ["asset", "Assets"],
  ["liability", "Liabilities"],
  ["equity", "Equity"],
] as const;

/** An open account, spending first: what most lines of a statement are. */
export function AccountSelect({ label, accounts, value, onChange, autoFocus, ...field }: Props) {
  const open = accounts.filter(({ closed, role }) => !closed && role === null);
  return (
    <Field label={label} {...field}>
      {(control) => (
        <select
          {...control}
          autoFocus={autoFocus}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="control"
        >
          <option value="">Choose an account</option>
          {KINDS.map(([type, name]) => (
            <optgroup key={type} label={name}>
              {open
                .filter((account) => account.type === type)
                .map((account) => (
                  <option key={account.id} value={account.id}>
                    {account.name} ({account.currency})
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}
