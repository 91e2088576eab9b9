/** Accounts by type, as a tree, with the balances that the trial balance gives them. */
import { add, decimal, isZero, negate, subtract, ZERO, type Decimal } from "@/lib/decimal";
import { ACCOUNT_TYPES, type Account, type AccountType, type TrialBalance } from "@/lib/schemas";

export interface AccountBalance {
  account: Account;
  /** 0 for an account without a parent. */
  depth: number;
  /** Positive on the side where accounts of this type grow. */
  balance: Decimal;
}

export interface AccountGroup {
  type: AccountType;
  accounts: AccountBalance[];
  totals: { currency: string; amount: Decimal }[];
}

/** Assets and expenses grow by debits; liabilities, equity and income grow by credits. */
export function growsByDebit(type: AccountType): boolean {
  return type === "asset" || type === "expense";
}

/** The groups that have accounts, in the order of a balance sheet; children follow their parent. */
export function groupAccounts(
  accounts: readonly Account[],
  rows: TrialBalance["rows"],
): AccountGroup[] {
  const net = new Map(rows.map((row) => [row.account_id, subtract(decimal(row.debit), decimal(row.credit))]));
  return ACCOUNT_TYPES.map((type) => {
    const ofType = accounts.filter((account) => account.type === type);
    const listed = inTreeOrder(ofType).map(({ account, depth }) => {
      const debits = net.get(account.id) ?? ZERO;
      return { account, depth, balance: growsByDebit(type) ? debits : negate(debits) };
    });
    return { type, accounts: listed, totals: totalsByCurrency(listed) };
  }).filter((group) => group.accounts.length > 0);
}

/** Parents before children, siblings by code; an account whose parent is elsewhere is a root. */
function inTreeOrder(accounts: readonly Account[]): { account: Account; depth: number }[] {
  const known = new Set(accounts.map((account) => account.id));
  const parentOf = ({ parent_id }: Account) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null;
  const below = (parent: number | null, depth: number): { account: Account; depth: number }[] =>
    accounts
      .filter((account) => parentOf(account) === parent)
      .toSorted((left, right) => left.code.localeCompare(right.code, "en", { numeric: true }))
      .flatMap((account) => [{ account, depth }, ...below(account.id, depth + 1)]);
  return below(null, 0);
}

function totalsByCurrency(listed: readonly AccountBalance[]) {
  const totals = new Map<string, Decimal>();
  for (const { account, balance } of listed) {
    totals.set(account.currency, add(totals.get(account.currency) ?? ZERO, balance));
  }
  return [...totals]
    .map(([currency, amount]) => ({ currency, amount }))
    .filter(({ amount }, _, all) => all.length === 1 || !isZero(amount));
}
