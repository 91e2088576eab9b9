/** Unmounts what a test rendered and gives the DOM what happy-dom lacks. */
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  window.localStorage.clear();
});
