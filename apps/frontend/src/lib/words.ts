/** Counts as a person says them. */

const COUNT = new Intl.NumberFormat("en");

/** `1151` as `1,151`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1 line`, `2 lines`, `1,151 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
