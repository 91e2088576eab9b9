/**
 * Writes src/lib/api-types.ts: the types of every request and answer, from the application itself.
 *
 *     npm run client
 *
 * A test of the backend says when the file is older than the API.
 */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import openapiTypes, { astToString } from "openapi-typescript";

const frontend = path.join(import.meta.dirname, "..");
const backend = path.join(frontend, "..", "backend");
const checkoutsOwn = path.join(frontend, "..", "..", ".venv", "bin", "python");
const python = process.env.PYTHON ?? (existsSync(checkoutsOwn) ? checkoutsOwn : "python3");

const said = execFileSync(python, ["-m", "src.contract"], { cwd: backend, maxBuffer: 2 ** 26 });
const { fingerprint, document } = JSON.parse(said.toString());
// A field with a default is there in every answer, and may be left out of every request.
const types = astToString(await openapiTypes(plain(document), { defaultNonNullable: false }));
const head = `/** Written by \`npm run client\` from the API's own description, ${fingerprint}. Do not edit. */\n`;
writeFileSync(path.join(frontend, "src", "lib", "api-types.ts"), `${head}\n${types}`);

/** Without titles, which repeat names, and without refusals, which all are the one problem document. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(
    ([key, each]) => !(key === "title" && typeof each === "string"),
  );
  return Object.fromEntries(
    kept.map(([key, each]) => [key, key === "responses" ? successes(each) : plain(each)]),
  );
}

function successes(responses) {
  const kept = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  return Object.fromEntries(kept.map(([status, each]) => [status, plain(each)]));
}
