/** The API of this origin, typed by its own description: `api.GET("/api/accounts", ...)`. */
import createClient from "openapi-fetch";
import type { paths } from "./api-types";
import { OURS } from "./request";

export const api = createClient<paths>({
  headers: OURS,
  // Looked up at each request, so that tests can stand in for it.
  fetch: (request) => fetch(request),
});
