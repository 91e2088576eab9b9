/** The shapes of the API by short names. Amounts are decimal strings: see lib/decimal. */
import type { components, operations } from "./api-types";

type Schemas = components["schemas"];

export const ACCOUNT_TYPES = ["asset", "liability", "equity", "income", "expense"] as const;
export const ENTRY_STATUSES = ["draft", "posted", "reversed"] as const;

export type User = Schemas["UserOut"];
export type Account = Schemas["AccountOut"];
export type AccountType = Account["type"];
export type Entry = Schemas["EntryOut"];
/** Debits are positive, credits negative. */
export type EntryLine = Schemas["LineOut"];
export type EntryStatus = Entry["status"];
export type AuditRecord = Schemas["AuditOut"];
export type AuditQuery = NonNullable<operations["read_audit_api_audit_get"]["parameters"]["query"]>;
export type AuditSubject = NonNullable<AuditQuery["subject"]>[number];
export type ExchangeGain = Schemas["ExchangeOut"];
export type TrialBalance = Schemas["TrialBalanceOut"];
export type Ping = Schemas["Ping"];

export type IncomeStatement = Schemas["IncomeStatementOut"];
export type Categories = Schemas["CategoriesOut"];
export type NetWorth = Schemas["NetWorthOut"];
export type Section = Schemas["SectionOut"];
export type ReportRow = Schemas["RowOut"];
export type Register = Schemas["RegisterOut"];
export type RegisterLine = Schemas["RegisterLineOut"];

export type Import = Schemas["ImportOut"];
export type ImportBrief = Schemas["ImportBrief"];
export type ImportLine = Schemas["ImportLineOut"];
export type ImportStatus = ImportBrief["status"];
export type Statement = Schemas["StatementOut"];
export type Fault = Schemas["FaultOut"];
export type Mapping = Schemas["MappingOut"];
export type CsvProfile = Schemas["ProfileBody"];
export type Upload = Schemas["UploadOut"];
export type Timeline = Schemas["TimelineOut"];
export type StatementLineDetail = Schemas["StatementLineDetail"];

export type QueueItem = Schemas["QueueItem"];
export type Match = Schemas["MatchOut"];
export type MatchedLine = Schemas["MatchedLine"];
export type Side = Schemas["SideOut"];
export type Action = Schemas["ActionIn"];
export type Closing = Schemas["ClosingOut"];
export type Rule = Schemas["RuleOut"];
export type RuleSuggestion = Schemas["RuleSuggestion"];
export type NewRule = Schemas["RuleIn"];
export type DryRun = Schemas["DryRunOut"];
export type Standing = Schemas["StandingOut"];
export type Workbench = Schemas["WorkbenchOut"];
export type Thresholds = Schemas["ThresholdsOut"];

export type { Problem } from "./request";
