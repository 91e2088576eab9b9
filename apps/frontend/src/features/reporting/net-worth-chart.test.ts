import { expect, it } from "vitest";
import { domainOf } from "./net-worth-chart";

it.each([
  [[130_000, 183_000], ["auto", "auto"]],
  [[4052.7, 4052.7], [0, "auto"]],
  [[-310, -310], ["auto", 0]],
  [[0, 0], ["auto", 0]],
  [[-5, 5], ["auto", "auto"]],
])("draws %j over %j", (figures, domain) => {
  expect(domainOf(figures)).toEqual(domain);
});
