/** Unmounts what a test rendered, and is patient where the machine is busy. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);
