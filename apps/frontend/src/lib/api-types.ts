/** Written by `npm run client` from the API's own description, 5c14be5aa4bbde9a. Do not edit. */

export interface paths {
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Whether database, Redis and S3 answer; 503 and which one when one does not.
         */
        get: operations["health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ping
         * @description A value through database, Redis and S3 and back, with the name of each.
         */
        get: operations["ping_api_ping_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Make an account and sign in.
         */
        post: operations["register_api_auth_register_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Begin a session; the one that the browser had before ends.
         */
        post: operations["sign_in_api_auth_sign_in_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description End this session. Who has none is signed out already.
         */
        post: operations["sign_out_api_auth_sign_out_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out Everywhere
         * @description End every session of the person who asks, on every device.
         */
        post: operations["sign_out_everywhere_api_auth_sign_out_everywhere_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Present Session
         * @description Whether anybody is signed in, for pages that show a way in to who is not.
         */
        get: operations["present_session_api_auth_session_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who is signed in.
         */
        get: operations["me_api_auth_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Profile
         * @description Change how you are called, or the currency of your reports.
         */
        patch: operations["change_profile_api_auth_me_patch"];
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change the password. Every session ends, and this browser gets a new one.
         */
        post: operations["change_password_api_auth_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accounts
         * @description The chart of accounts, by code.
         */
        get: operations["list_accounts_api_accounts_get"];
        put?: never;
        /**
         * Open Account
         * @description Open an account.
         */
        post: operations["open_account_api_accounts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Account
         * @description Delete an account that was never used; a used one is closed instead.
         */
        delete: operations["remove_account_api_accounts__account_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Account
         * @description Rename, move, close or reopen an account.
         */
        patch: operations["change_account_api_accounts__account_id__patch"];
        trace?: never;
    };
    "/api/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entries
         * @description Entries, the latest first; `from`, `to`, `least` and `most` are included.
         *
         *     The amounts are those of one line, whichever its side.
         */
        get: operations["list_entries_api_entries_get"];
        put?: never;
        /**
         * Write Entry
         * @description Store a balanced entry, as a draft or posted.
         */
        post: operations["write_entry_api_entries_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Entries
         * @description Post several drafts, all of them or none.
         */
        post: operations["post_entries_api_entries_post_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Entry
         * @description One entry with its lines.
         */
        get: operations["read_entry_api_entries__entry_id__get"];
        /**
         * Rewrite Entry
         * @description Replace the content of a draft.
         */
        put: operations["rewrite_entry_api_entries__entry_id__put"];
        post?: never;
        /**
         * Discard Entry
         * @description Delete a draft; a posted entry is reversed instead.
         */
        delete: operations["discard_entry_api_entries__entry_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry_id}/post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Entry
         * @description Post a draft. From then on it cannot change.
         */
        post: operations["post_entry_api_entries__entry_id__post_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry_id}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reverse Entry
         * @description Undo a posted entry by a new one, which is returned.
         */
        post: operations["reverse_entry_api_entries__entry_id__reverse_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trial Balance
         * @description Every account with a balance, from what is posted up to and including `as_of`.
         */
        get: operations["trial_balance_api_trial_balance_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Books
         * @description The base currency, and until when the books are closed.
         */
        get: operations["read_books_api_books_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Close Books
         * @description Close the books until a day, or open them again. Both are in the audit trail.
         */
        put: operations["close_books_api_books_closing_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rates
         * @description Stored rates, the latest first; `from` and `to` are included.
         */
        get: operations["list_rates_api_rates_get"];
        /**
         * Store Rates
         * @description Store or replace rates.
         */
        put: operations["store_rates_api_rates_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rates/{rate_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget Rate
         * @description Delete a stored rate.
         */
        delete: operations["forget_rate_api_rates__rate_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exchanges/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Foresee Exchange
         * @description The gain or loss that an exchange would realise if it was posted now. Nothing is written.
         */
        post: operations["foresee_exchange_api_exchanges_dry_run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Audit
         * @description What was changed, the latest first: of one thing, or of everything; `until` is excluded.
         *
         *     The lines of an entry are recorded under the entry's id, as a subject of their own.
         */
        get: operations["read_audit_api_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/balance-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Balance Sheet
         * @description What is owned and owed on a day, and where the difference came from.
         */
        get: operations["balance_sheet_api_reports_balance_sheet_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/income-statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Income Statement
         * @description What was earned and spent in a period; from the beginning of the books without `from`.
         */
        get: operations["income_statement_api_reports_income_statement_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/cash-flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cash Flow
         * @description Where the money at hand came from and where it went.
         */
        get: operations["cash_flow_api_reports_cash_flow_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/net-worth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Net Worth
         * @description Net worth at the end of each month.
         */
        get: operations["net_worth_api_reports_net_worth_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Categories
         * @description Income and expenses by account and month.
         */
        get: operations["categories_api_reports_categories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{account_id}/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Register
         * @description An account's posted lines with the balance after each; `after` is the last page's `next`.
         */
        get: operations["register_api_accounts__account_id__register_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry_id}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sources
         * @description The lines of statements that an entry explains: the last step down from a figure.
         */
        get: operations["sources_api_entries__entry_id__sources_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description A report as a file; the balance sheet is that of the last day.
         */
        get: operations["report_api_exports_report_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/journal.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Journal Csv
         * @description Every posted line, the earliest first.
         */
        get: operations["journal_csv_api_exports_journal_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/books.beancount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Beancount File
         * @description Everything that is posted, as Beancount reads it, with balances that it can check.
         */
        get: operations["beancount_file_api_exports_books_beancount_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Demo
         * @description Whether there is demonstration data.
         */
        get: operations["read_demo_api_demo_get"];
        put?: never;
        /**
         * Load Demo
         * @description Two years of an invented person's books, and a bank statement of their last month.
         *
         *     Only into empty books. A second call changes nothing.
         */
        post: operations["load_demo_api_demo_post"];
        /**
         * Remove Demo
         * @description Remove all of it. An account that was booked on meanwhile stays and becomes one's own.
         */
        delete: operations["remove_demo_api_demo_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Mapping
         * @description How a CSV file is read, and why; empty for other formats.
         */
        get: operations["read_mapping_api_imports__import_id__mapping_get"];
        /**
         * Confirm Mapping
         * @description Read the file by this profile, now and whenever a file has the same heading.
         */
        put: operations["confirm_mapping_api_imports__import_id__mapping_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/mapping/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Mapping
         * @description The first lines as this profile would read them; nothing is stored.
         */
        post: operations["try_mapping_api_imports__import_id__mapping_trial_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/csv-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Profiles
         * @description The saved ways of reading CSV files.
         */
        get: operations["list_profiles_api_csv_profiles_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/csv-profiles/{profile_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Drop Profile
         * @description Forget a saved way; the next file of that bank asks again.
         */
        delete: operations["drop_profile_api_csv_profiles__profile_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Statement Accounts
         * @description The accounts of the ledger that have statements.
         */
        get: operations["list_statement_accounts_api_statement_accounts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement-accounts/{account_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Timeline
         * @description The statements of an account by date: what follows, what is missing, what does not add up.
         */
        get: operations["read_timeline_api_statement_accounts__account_id__timeline_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement-lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Statement Lines
         * @description The lines of accounts, the latest first; `booked` are those that an entry explains.
         */
        get: operations["list_statement_lines_api_statement_lines_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement-lines/{line_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Statement Line
         * @description One line, the entries that explain it, and the lines of files that tell of it.
         */
        get: operations["read_statement_line_api_statement_lines__line_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry_id}/statement-lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lines Of Entry
         * @description The lines of statements that an entry of the journal explains, by date.
         */
        get: operations["list_lines_of_entry_api_entries__entry_id__statement_lines_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imports
         * @description Imports, the latest first.
         */
        get: operations["list_imports_api_imports_get"];
        put?: never;
        /**
         * Upload File
         * @description Upload a statement file. It is kept as it is, and read in the background.
         */
        post: operations["upload_file_api_imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Import
         * @description One import, its statements, and what becomes of its lines as things are now.
         */
        get: operations["read_import_api_imports__import_id__get"];
        put?: never;
        post?: never;
        /**
         * Discard Import
         * @description Forget an import that is not committed, and its file.
         */
        delete: operations["discard_import_api_imports__import_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Progress
         * @description How far the reading has come.
         */
        get: operations["read_progress_api_imports__import_id__progress_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Progress
         * @description The progress as server-sent events, until the file is read.
         */
        get: operations["follow_progress_api_imports__import_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Import Lines
         * @description The staged lines in the order of the file, with what becomes of each.
         */
        get: operations["list_import_lines_api_imports__import_id__lines_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Import Faults
         * @description What was wrong in the file, by line.
         */
        get: operations["list_import_faults_api_imports__import_id__faults_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download File
         * @description The file as it was uploaded, byte for byte.
         */
        get: operations["download_file_api_imports__import_id__file_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign Accounts
         * @description Say which account each statement is of; later files with the same name of it follow.
         */
        put: operations["assign_accounts_api_imports__import_id__accounts_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose Lines
         * @description Take or leave lines whatever the rules say.
         */
        put: operations["choose_lines_api_imports__import_id__choices_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commit Import
         * @description Make the lines of this import lines of their accounts. It can be undone.
         *
         *     They are matched with the journal in the background.
         */
        post: operations["commit_import_api_imports__import_id__commit_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Import
         * @description Take the whole import back: everything is as it was before its commit.
         */
        post: operations["undo_import_api_imports__import_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Import
         * @description Read the file again, after its reading failed.
         */
        post: operations["retry_import_api_imports__import_id__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Matching
         * @description Match all lines that nothing explains yet; what a person decided is never touched.
         */
        post: operations["run_matching_api_reconciliation_runs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Statements
         * @description The committed statements with how far each is reconciled, the latest first.
         */
        get: operations["list_statements_api_reconciliation_statements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/statements/{statement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Workbench
         * @description A statement's workbench: its lines, open entries of the ledger, and the difference.
         *
         *     `closing` is the balance that the paper says, where the file tells none.
         */
        get: operations["read_workbench_api_reconciliation_statements__statement_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/statements/{statement_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Statement
         * @description Lock a statement into a record, once every line is explained and the difference is 0.
         */
        post: operations["close_statement_api_reconciliation_statements__statement_id__close_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/statements/{statement_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen Statement
         * @description Open a closed statement again. Its record stays, with when and why.
         */
        post: operations["reopen_statement_api_reconciliation_statements__statement_id__reopen_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/closings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Closings
         * @description Every closing there was, the latest first, also those that were reopened.
         */
        get: operations["list_closings_api_reconciliation_closings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Match By Hand
         * @description Say which entries explain which lines; their sums must be equal.
         */
        post: operations["match_by_hand_api_reconciliation_matches_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches/{match_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Match
         * @description One match with its lines, sides, score and reasons.
         */
        get: operations["read_match_api_reconciliation_matches__match_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches/{match_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Match
         * @description Take a proposal. A transfer becomes an entry; a difference is booked as a fee.
         */
        post: operations["accept_match_api_reconciliation_matches__match_id__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches/{match_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject Match
         * @description Note that these do not belong together. They are not proposed again.
         */
        post: operations["reject_match_api_reconciliation_matches__match_id__reject_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches/{match_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release Match
         * @description Take an accepted match apart; an entry that accepting it had made is reversed.
         */
        post: operations["release_match_api_reconciliation_matches__match_id__release_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/matches/{match_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Decision
         * @description Take the decision about a match back: what was proposed waits again.
         */
        post: operations["undo_decision_api_reconciliation_matches__match_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/lines/{line_id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Candidates
         * @description The open entries that fit a line best: for a person who knows better than a proposal.
         */
        get: operations["list_candidates_api_reconciliation_lines__line_id__candidates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/lines/{line_id}/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book Line
         * @description Make and post the entry that a line has none of yet, whole or split, and match the two.
         *
         *     With `instead_of` a proposal for the line is rejected in the same step.
         */
        post: operations["book_line_api_reconciliation_lines__line_id__book_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/imports/{import_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Import With Matches
         * @description Take an import back whose lines are matched, together with these matches.
         */
        post: operations["undo_import_with_matches_api_reconciliation_imports__import_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Thresholds
         * @description When the program decides by itself, when it asks, and how far it looks.
         */
        get: operations["read_thresholds_api_reconciliation_thresholds_get"];
        /**
         * Save Thresholds
         * @description Change them. They count from the next run of matching on.
         */
        put: operations["save_thresholds_api_reconciliation_thresholds_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Queue
         * @description The next page of what waits: proposals, lines that nothing explains, suggested rules.
         */
        get: operations["read_queue_api_review_queue_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Decisions
         * @description What was decided, by whom and when, the latest match first.
         */
        get: operations["list_decisions_api_review_decisions_get"];
        put?: never;
        /**
         * Decide
         * @description Do several things at once; each succeeds alone or says why not.
         */
        post: operations["decide_api_review_decisions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rules
         * @description Your rules in the order in which they are tried.
         */
        get: operations["list_rules_api_review_rules_get"];
        put?: never;
        /**
         * Add Rule
         * @description Make a rule; it is tried after all others.
         */
        post: operations["add_rule_api_review_rules_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rules/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Rules
         * @description Put all rules into an order.
         */
        put: operations["order_rules_api_review_rules_order_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Rule
         * @description What a rule would have done with every line there is. Nothing is changed.
         */
        post: operations["try_rule_api_review_rules_dry_run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rules/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse Rule
         * @description Do not suggest a rule for this payee and account again.
         */
        post: operations["refuse_rule_api_review_rules_refusals_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Rule
         * @description Forget a rule; what was booked by it stays.
         */
        delete: operations["remove_rule_api_review_rules__rule_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Rule
         * @description Change a rule, or switch it on or off.
         */
        patch: operations["change_rule_api_review_rules__rule_id__patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Where the fee of a match with a difference is booked; left out, where the last one was. */
        AcceptIn: {
            fee_account_id?: number | null;
        };
        /** @description What may change of an account; what is left out stays, a null parent makes it a root. */
        AccountChange: {
            /** @default  */
            code?: string;
            /** @default  */
            name?: string;
            parent_id?: number | null;
            /** @default false */
            closed?: boolean;
            /** @default false */
            cash?: boolean;
        };
        /** @description A new account. Its type and currency are for ever. */
        AccountIn: {
            code: string;
            name: string;
            type: components["schemas"]["AccountType"];
            currency: string;
            parent_id?: number | null;
            cash?: boolean | null;
        };
        /** @description A page of accounts, by code. */
        AccountList: {
            items: components["schemas"]["AccountOut"][];
            total: number;
            limit: number;
            offset: number;
        };
        /** @description An account of the chart. `role` is set where the program keeps it for itself. */
        AccountOut: {
            id: number;
            code: string;
            name: string;
            type: components["schemas"]["AccountType"];
            currency: string;
            parent_id: number | null;
            closed: boolean;
            cash: boolean;
            role: components["schemas"]["Role"] | null;
            against: string | null;
            demo: boolean;
        };
        /** @description Every account that has statements. */
        AccountStatementsList: {
            items: components["schemas"]["AccountStatementsOut"][];
        };
        /** @description An account of the ledger that has statements; `whole` when its timeline needs no look. */
        AccountStatementsOut: {
            account_id: number;
            currency: string;
            identifiers: string[];
            lines: number;
            statements: number;
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            whole: boolean;
        };
        /**
         * @description The five kinds of account.
         * @enum {string}
         */
        AccountType: "asset" | "liability" | "equity" | "income" | "expense";
        /**
         * @description One decision: accept, reject, release or undo a match (`match_id`), or book a line.
         *
         *     `book` without splits books the line (`line_id`) as it is suggested; with a `match_id` it
         *     rejects that proposal for the line, or does neither.
         */
        ActionIn: {
            /** @enum {string} */
            action: "accept" | "reject" | "release" | "undo" | "book";
            match_id?: number | null;
            line_id?: number | null;
            /** @default [] */
            splits?: components["schemas"]["SplitIn"][];
            date?: string | null;
            /** @default  */
            description?: string;
            fee_account_id?: number | null;
        };
        /** @description The account of the ledger of one statement. */
        AssignIn: {
            statement_id: number;
            account_id: number;
        };
        /** @description Which account each of these statements is of. */
        AssignmentsIn: {
            accounts: components["schemas"]["AssignIn"][];
        };
        /** @description The latest records; `next_before` asks for older ones, null when there are none. */
        AuditList: {
            items: components["schemas"]["AuditOut"][];
            next_before: number | null;
        };
        /** @description One change: who made it, with which program, when, and what was there before and after. */
        AuditOut: {
            id: number;
            /** Format: date-time */
            at: string;
            user_id: number;
            source: string;
            subject: string;
            subject_id: number;
            action: string;
            before: {
                [key: string]: unknown;
            } | unknown[] | null;
            after: {
                [key: string]: unknown;
            } | unknown[] | null;
        };
        /**
         * @description assets - liabilities = net_worth = equity + earnings + exchange_differences.
         *
         *     Assets and liabilities are at the rates of the day, equity and earnings at those of the end of
         *     each month; the exchange differences are what rates did since then.
         */
        BalanceSheetOut: {
            base_currency: string;
            complete: boolean;
            rates: components["schemas"]["UsedRate"][];
            missing_rates: components["schemas"]["MissingRate"][];
            /** Format: date */
            as_of: string;
            assets: components["schemas"]["SectionOut"];
            liabilities: components["schemas"]["SectionOut"];
            equity: components["schemas"]["SectionOut"];
            earnings: string;
            earnings_report: string;
            exchange_differences: string;
            net_worth: string;
        };
        /** @description A line of the statement; `match_id` is its match, `ticked` says that it is accepted. */
        BenchLine: {
            id: number;
            account_id: number;
            /** Format: date */
            date: string;
            amount: string;
            currency: string;
            text: string;
            match_id: number | null;
            ticked: boolean;
        };
        /**
         * @description The entry to make from a line: the accounts on its other side.
         *
         *     Date and description are the line's where they are left out. `instead_of` is a proposal for the
         *     line that is wrong: it is rejected together with the booking, or neither happens.
         */
        BookIn: {
            splits: components["schemas"]["SplitIn"][];
            date?: string | null;
            /** @default  */
            description?: string;
            instead_of?: number | null;
        };
        /** @description What holds for all entries; nothing is posted up to and including `closed_until`. */
        BooksOut: {
            base_currency: string;
            closed_until: string | null;
        };
        /** @description The entries that fit a line best, the best first. */
        CandidateList: {
            items: components["schemas"]["CandidateOut"][];
        };
        /**
         * @description An open entry near a line. It has a score and reasons where the amounts are equal.
         *
         *     `difference` is what the line has more than the entry.
         */
        CandidateOut: {
            side: components["schemas"]["SideOut"];
            score: number;
            difference: string;
            reasons: components["schemas"]["src__reconciliation__schemas__ReasonOut"][];
        };
        /** @description opening + operating + investing + financing + exchange_differences = closing. */
        CashFlowOut: {
            base_currency: string;
            complete: boolean;
            rates: components["schemas"]["UsedRate"][];
            missing_rates: components["schemas"]["MissingRate"][];
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            opening: string;
            operating: components["schemas"]["SectionOut"];
            investing: components["schemas"]["SectionOut"];
            financing: components["schemas"]["SectionOut"];
            exchange_differences: string;
            closing: string;
        };
        /** @description Income and expenses by month, in the base currency. */
        CategoriesOut: {
            base_currency: string;
            complete: boolean;
            rates: components["schemas"]["UsedRate"][];
            missing_rates: components["schemas"]["MissingRate"][];
            months: string[];
            rows: components["schemas"]["CategoryOut"][];
        };
        /** @description An account of income or expense, month by month. */
        CategoryOut: {
            account_id: number;
            code: string;
            name: string;
            type: string;
            cells: components["schemas"]["CellOut"][];
            total: string;
        };
        /** @description A category in a month. */
        CellOut: {
            /** Format: date */
            month: string;
            value: string;
            entries: string;
        };
        /**
         * @description A line that the rule would have booked.
         *
         *     `before` are the accounts that it is booked on, or that the other rules suggest.
         */
        ChangeOut: {
            line_id: number;
            /** Format: date */
            date: string;
            amount: string;
            currency: string;
            text: string;
            booked: boolean;
            before: number[];
            after: number;
        };
        /** @description How one service answered; `target` is which database, index or bucket it was. */
        CheckOut: {
            /** @enum {string} */
            name: "database" | "redis" | "s3";
            target: string;
            ok: boolean;
            milliseconds: number;
            detail: string;
        };
        /**
         * @description What a person decided about one staged line, against what the rules would do.
         * @enum {string}
         */
        Choice: "take" | "leave";
        /** @description Take or leave these staged lines, whatever the rules say; null takes the choice back. */
        ChoicesIn: {
            positions: number[];
            choice?: components["schemas"]["Choice"] | null;
        };
        /** @description The closing balance of the paper, for a statement whose file tells none. */
        CloseIn: {
            closing?: string | null;
        };
        /** @description A line as it was when its statement was closed. */
        ClosedLine: {
            line_id: number;
            /** Format: date */
            date: string;
            amount: string;
            text: string;
            entry_ids: number[];
        };
        /** @description The last day of the closed period; null opens everything again. */
        ClosingIn: {
            closed_until: string | null;
        };
        /** @description Closings, the latest first, also those that were reopened. */
        ClosingList: {
            items: components["schemas"]["ClosingOut"][];
        };
        /** @description The record of a closed statement; it stays when the statement is reopened. */
        ClosingOut: {
            id: number;
            account_id: number;
            currency: string;
            statement_id: number;
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            opening: string;
            closing: string;
            lines: components["schemas"]["ClosedLine"][];
            /** Format: date-time */
            closed_at: string;
            reopened_at: string | null;
            reason: string;
        };
        /** @description `similar` is needed when lines are similar, `accept_difference` when balances are off. */
        CommitIn: {
            similar?: components["schemas"]["Choice"] | null;
            /** @default false */
            accept_difference?: boolean;
        };
        /** @description An account on the other side of an entry. */
        CounterOut: {
            account_id: number;
            code: string;
            name: string;
        };
        /** @description How many lines become what, and how many faults there are, `lost` of them with a line. */
        CountsOut: {
            new: number;
            duplicate: number;
            similar: number;
            left: number;
            faults: number;
            lost: number;
        };
        /** @description Decisions, done one after the other; each succeeds or fails alone. */
        DecideIn: {
            actions: components["schemas"]["ActionIn"][];
        };
        /** @description The outcomes in the order of the actions. */
        DecideOut: {
            outcomes: components["schemas"]["OutcomeOut"][];
        };
        /**
         * @description Who decided: the owner of the books, or the program by their thresholds.
         * @enum {string}
         */
        Decider: "person" | "program";
        /** @description Matches that were decided, the latest first; `next` is the `before` of the next page. */
        DecisionList: {
            items: components["schemas"]["MatchOut"][];
            next: number | null;
        };
        /** @description What of the books is for demonstration; `first` and `last` are the dates of its entries. */
        DemoOut: {
            accounts: number;
            entries: number;
            first: string | null;
            last: string | null;
        };
        /**
         * @description What a rule would have done with every line there is; nothing is changed.
         *
         *     `fits` = `open` (wait, and would be suggested its account) + `same` (were booked on it) +
         *     `other` (were booked elsewhere) + `earlier` (an earlier rule takes them).
         */
        DryRunOut: {
            fits: number;
            open: number;
            same: number;
            other: number;
            earlier: number;
            examples: components["schemas"]["ChangeOut"][];
        };
        /** @description A new entry: posted at once when `post` is true, else a draft. */
        EntryIn: {
            /** Format: date */
            date: string;
            description: string;
            lines: components["schemas"]["LineIn"][];
            /** @default false */
            exchange?: boolean;
            /** @default false */
            post?: boolean;
        };
        /** @description A page of entries, the latest first. */
        EntryList: {
            items: components["schemas"]["EntryOut"][];
            total: number;
            limit: number;
            offset: number;
        };
        /** @description A journal entry. `version` changes with every change of the entry or its lines. */
        EntryOut: {
            id: number;
            /** Format: date */
            date: string;
            description: string;
            status: components["schemas"]["src__accounting__tables__Status"];
            reverses_id: number | null;
            reversed_by_id: number | null;
            lines: components["schemas"]["LineOut"][];
            /** Format: date-time */
            created_at: string;
            posted_at: string | null;
            version: number;
        };
        /** @description The new content of the draft that was seen at `version`. */
        EntryRewrite: {
            /** Format: date */
            date: string;
            description: string;
            lines: components["schemas"]["LineIn"][];
            /** @default false */
            exchange?: boolean;
            version: number;
        };
        /** @description What an entry of that date would give and get. */
        ExchangeIn: {
            /** Format: date */
            date: string;
            amounts: components["schemas"]["MoneyIn"][];
        };
        /**
         * @description What the exchange would realise: a gain above zero, a loss below.
         *
         *     `in_base` is the same in the base currency, at the rate of the date; null where none is stored.
         */
        ExchangeOut: {
            gain: components["schemas"]["MoneyOut"];
            in_base: components["schemas"]["MoneyOut"] | null;
        };
        /** @description A page of faults by their lines. */
        FaultList: {
            items: components["schemas"]["FaultOut"][];
            total: number;
            limit: number;
            offset: number;
        };
        /** @description What was wrong at a line of the file (0: in all of it). `lost`: a line is missing for it. */
        FaultOut: {
            line: number;
            message: string;
            text: string;
            lost: boolean;
        };
        /** @description An uploaded file; its bytes are at `/api/imports/{id}/file`. */
        FileOut: {
            name: string;
            size: number;
            sha256: string;
            /** Format: date-time */
            uploaded_at: string;
        };
        /**
         * @description What a report can be had as.
         * @enum {string}
         */
        Format: "csv" | "json" | "pdf";
        /** @description `healthy` when every check is. */
        Health: {
            /** @enum {string} */
            status: "healthy" | "failing";
            checks: components["schemas"]["CheckOut"][];
        };
        /**
         * @description How a rule's pattern is looked for in a line's text, capitals and spaces aside.
         * @enum {string}
         */
        How: "contains" | "starts" | "equals";
        /** @description An import in a list. */
        ImportBrief: {
            id: number;
            status: components["schemas"]["src__statements__tables__Status"];
            format: string;
            problem: string;
            file: components["schemas"]["FileOut"];
            /** Format: date-time */
            created_at: string;
            read_at: string | null;
            committed_at: string | null;
            undone_at: string | null;
        };
        /** @description A page of staged lines in the order of the file; `next` is the `after` of the next page. */
        ImportLineList: {
            items: components["schemas"]["ImportLineOut"][];
            next: number | null;
        };
        /**
         * @description A staged line. `number` is its line in the file, `like_id` the line that it resembles or is.
         *
         *     `state`: `new` becomes a line of the account; `duplicate` is one that is there; `similar`
         *     resembles one of another file (`similar` at the commit decides); `left` is left out.
         */
        ImportLineOut: {
            position: number;
            number: number;
            statement_id: number;
            /** Format: date */
            date: string;
            value_date: string | null;
            amount: string;
            currency: string | null;
            text: string;
            bank_id: string;
            /** @enum {string} */
            state: "new" | "duplicate" | "similar" | "left";
            choice: components["schemas"]["Choice"] | null;
            like_id: number | null;
            line_id: number | null;
        };
        /** @description A page of imports, the latest first. */
        ImportList: {
            items: components["schemas"]["ImportBrief"][];
            total: number;
            limit: number;
            offset: number;
        };
        /** @description An import with its statements and what becomes of its lines. */
        ImportOut: {
            id: number;
            status: components["schemas"]["src__statements__tables__Status"];
            format: string;
            problem: string;
            file: components["schemas"]["FileOut"];
            /** Format: date-time */
            created_at: string;
            read_at: string | null;
            committed_at: string | null;
            undone_at: string | null;
            statements: components["schemas"]["StatementOut"][];
            counts: components["schemas"]["CountsOut"];
        };
        /** @description income - expenses = net; each month at the rates of its end. */
        IncomeStatementOut: {
            base_currency: string;
            complete: boolean;
            rates: components["schemas"]["UsedRate"][];
            missing_rates: components["schemas"]["MissingRate"][];
            first: string | null;
            /** Format: date */
            last: string;
            income: components["schemas"]["SectionOut"];
            expenses: components["schemas"]["SectionOut"];
            net: string;
        };
        /**
         * @description How a statement stands to the one before it.
         * @enum {string}
         */
        Joint: "follows" | "overlaps" | "missing" | "broken" | "uncovered";
        /**
         * @description What a match is made of.
         * @enum {string}
         */
        Kind: "entry" | "transfer" | "booking";
        /** @description A debit when the amount is positive, a credit when it is negative. */
        LineIn: {
            account_id: number;
            /**
             * @example 12.34
             * @example -12.34
             */
            amount: string;
            currency: string;
            /** @default  */
            memo?: string;
        };
        /** @description A line; `amount` is positive for a debit. */
        LineOut: {
            id: number;
            account_id: number;
            amount: string;
            currency: string;
            memo: string;
        };
        /** @description The profile as a person confirms it, and a name to find it by. */
        MappingIn: {
            name: string;
            profile: components["schemas"]["ProfileBody"];
        };
        /**
         * @description How a CSV file is read: what was detected, why, and the profile that is used now.
         *
         *     `confirmed` is false until a person has confirmed it, or one for the same heading before.
         */
        MappingOut: {
            confirmed: boolean;
            confidence: number;
            heading: string[];
            sample: string[][];
            reasons: components["schemas"]["src__statements__profile_schemas__ReasonOut"][];
            detected: components["schemas"]["ProfileBody"] | null;
            used: components["schemas"]["ProfileBody"] | null;
        };
        /** @description Lines of one account, and the entries that together have their sum. */
        MatchIn: {
            line_ids: number[];
            entry_ids: number[];
        };
        /**
         * @description Lines and the sides of entries that explain them, with the score and its reasons.
         *
         *     `kind` transfer: accepting makes one entry for two lines of own accounts. `difference` is not
         *     zero where accepting books a fee.
         */
        MatchOut: {
            id: number;
            account_id: number;
            currency: string;
            kind: components["schemas"]["Kind"];
            state: components["schemas"]["State"];
            score: number;
            difference: string;
            reasons: components["schemas"]["src__reconciliation__schemas__ReasonOut"][];
            lines: components["schemas"]["MatchedLine"][];
            sides: components["schemas"]["SideOut"][];
            /** Format: date-time */
            created_at: string;
            decided_at: string | null;
            decided_by: components["schemas"]["Decider"] | null;
        };
        /** @description A line of a statement in a match. */
        MatchedLine: {
            id: number;
            account_id: number;
            /** Format: date */
            date: string;
            amount: string;
            currency: string;
            text: string;
        };
        /** @description A rate that nobody stored. Amounts in this currency are in no total of the report. */
        MissingRate: {
            currency: string;
            /** Format: date */
            date: string;
        };
        /** @description A debit when the amount is positive, a credit when it is negative. */
        MoneyIn: {
            /**
             * @example 12.34
             * @example -12.34
             */
            amount: string;
            currency: string;
        };
        /** @description An amount and the currency that it is of. */
        MoneyOut: {
            amount: string;
            currency: string;
        };
        /** @description Net worth at the end of each month, at the rates of that day. */
        NetWorthOut: {
            base_currency: string;
            complete: boolean;
            rates: components["schemas"]["UsedRate"][];
            missing_rates: components["schemas"]["MissingRate"][];
            points: components["schemas"]["PointOut"][];
        };
        /** @description The ids of all rules in their new order. */
        OrderIn: {
            ids: number[];
        };
        /** @description What became of one decision: its match, or the status and the sentence of why not. */
        OutcomeOut: {
            ok: boolean;
            match_id: number | null;
            status: number;
            detail: string;
        };
        /** @description A change of password. All sessions end but a new one for who asked. */
        PasswordIn: {
            /** Format: password */
            password: string;
            /** Format: password */
            new_password: string;
        };
        /** @description The round trips of one namespace. */
        Ping: {
            /** @enum {string} */
            status: "healthy" | "failing";
            checks: components["schemas"]["CheckOut"][];
            namespace: string;
        };
        /**
         * @description A statement on the timeline of its account.
         *
         *     `joint` says how it stands to the one before: `follows`, `overlaps`; `missing` (their balances
         *     differ by `amount`, and days lie between), `broken` (they differ, and no day lies between),
         *     `uncovered` (days lie between, and no balance tells). `difference` is the statement's own,
         *     `asserted` by how much the account's lines up to `last` miss its closing balance.
         */
        PlaceOut: {
            statement_id: number;
            import_id: number;
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            opening: string | null;
            closing: string | null;
            moved: string;
            difference: string | null;
            joint: components["schemas"]["Joint"] | null;
            amount: string | null;
            uncovered_first: string | null;
            uncovered_last: string | null;
            asserted: string | null;
        };
        /** @description The end of a month. `report` is its balance sheet. */
        PointOut: {
            /** Format: date */
            date: string;
            assets: string;
            liabilities: string;
            net_worth: string;
            report: string;
        };
        /** @description With `version`, the draft is posted only if it is still what was seen. */
        PostIn: {
            version?: number | null;
        };
        /** @description Drafts to post together: all of them or none. */
        PostManyIn: {
            entries: components["schemas"]["SeenDraft"][];
        };
        /** @description The ids of what was posted. */
        PostedOut: {
            posted: number[];
        };
        /**
         * @description How a CSV file is read. Columns count from 0; `first_row` counts rows that are not empty.
         *
         *     Either `amount`, or `debit` or `credit` or both.
         * @example {
         *       "amount": 2,
         *       "date": 0,
         *       "texts": [
         *         1
         *       ]
         *     }
         */
        ProfileBody: {
            date: number;
            texts: number[];
            amount?: number | null;
            debit?: number | null;
            credit?: number | null;
            direction?: number | null;
            value_date?: number | null;
            balance?: number | null;
            bank_id?: number | null;
            currency_column?: number | null;
            account_column?: number | null;
            /** @default 1 */
            first_row?: number;
            /** @default utf-8 */
            encoding?: string;
            /** @default , */
            delimiter?: string;
            /**
             * @default DMY
             * @enum {string}
             */
            date_order?: "DMY" | "MDY" | "YMD";
            /**
             * @default .
             * @enum {string}
             */
            decimal_mark?: "." | ",";
            /** @default false */
            negate?: boolean;
            /** @default  */
            currency?: string;
            /** @default  */
            account?: string;
        };
        /** @description What may change of a person; what is left out stays. */
        ProfileIn: {
            /** @default  */
            name?: string;
            /** @default  */
            base_currency?: string;
        };
        /** @description All saved profiles, by name. */
        ProfileList: {
            items: components["schemas"]["ProfileOut"][];
        };
        /** @description A saved profile. */
        ProfileOut: {
            id: number;
            name: string;
            profile: components["schemas"]["ProfileBody"];
            /** Format: date-time */
            created_at: string;
        };
        /** @description How far the reading is: `lines` of `total` in this step, 0 of 0 where nothing is counted. */
        ProgressOut: {
            status: components["schemas"]["src__statements__tables__Status"];
            /** @enum {string} */
            step: "waiting" | "fetching" | "reading" | "storing" | "done";
            lines: number;
            total: number;
        };
        /**
         * @description One thing that waits: a proposed `match`, or a `line` that nothing explains.
         *
         *     Either has everything that is needed to decide about it.
         */
        QueueItem: {
            /** @enum {string} */
            kind: "match" | "line";
            id: number;
            /** Format: date */
            date: string;
            match: components["schemas"]["MatchOut"] | null;
            line: components["schemas"]["MatchedLine"] | null;
            suggestion: components["schemas"]["SuggestionOut"] | null;
        };
        /**
         * @description A page of what waits, the oldest first, and how much waits in all.
         *
         *     `total` = `matches` + `lines` + the rules that are suggested; `next` is the `after` of the next
         *     page.
         */
        QueuePage: {
            items: components["schemas"]["QueueItem"][];
            total: number;
            matches: number;
            lines: number;
            rule_suggestions: components["schemas"]["RuleSuggestion"][];
            next: string | null;
        };
        /** @description One unit of `currency` was worth `rate` units of `quote` on `date`. */
        RateIn: {
            /** Format: date */
            date: string;
            currency: string;
            quote: string;
            /** @example 1.3472 */
            rate: string;
        };
        /** @description A page of rates, the latest first. */
        RateList: {
            items: components["schemas"]["RateOut"][];
            total: number;
            limit: number;
            offset: number;
        };
        /** @description A stored rate. */
        RateOut: {
            id: number;
            /** Format: date */
            date: string;
            currency: string;
            quote: string;
            rate: string;
        };
        /** @description Rates to store; one that is there for the day and pair is replaced. */
        RatesIn: {
            rates: components["schemas"]["RateIn"][];
        };
        /** @description How many rates were stored or replaced. */
        RatesStored: {
            stored: number;
        };
        /** @description A suggestion of a rule that is not wanted. */
        RefusalIn: {
            /** @example netflix */
            payee: string;
            account_id: number;
        };
        /**
         * @description A posted line, debits positive, and the account's balance after it.
         *
         *     `statement_lines` lead to where the bank says the same.
         */
        RegisterLineOut: {
            line_id: number;
            entry_id: number;
            entry: string;
            /** Format: date */
            date: string;
            description: string;
            memo: string;
            status: string;
            amount: string;
            balance: string;
            counter_accounts: components["schemas"]["CounterOut"][];
            statement_lines: components["schemas"]["SourceOut"][];
        };
        /**
         * @description A page of a register. `next` asks for the page beyond it, null when there is none.
         *
         *     Balances count everything that was posted on the account, debits positive.
         */
        RegisterOut: {
            account_id: number;
            code: string;
            name: string;
            type: string;
            currency: string;
            opening: string;
            closing: string;
            lines: components["schemas"]["RegisterLineOut"][];
            next: string | null;
        };
        /** @description A new person. */
        RegistrationIn: {
            email: string;
            name: string;
            /** Format: password */
            password: string;
        };
        /** @description Why a closed statement is opened again. */
        ReopenIn: {
            /** @default  */
            reason?: string;
        };
        /**
         * @description The reports that can be had as a file.
         * @enum {string}
         */
        ReportName: "balance-sheet" | "income-statement" | "cash-flow" | "net-worth" | "categories";
        /** @description How the reversing entry differs from the original's date and words. */
        ReverseIn: {
            date?: string | null;
            description?: string | null;
        };
        /**
         * @description What an account is for that the program itself books on.
         * @enum {string}
         */
        Role: "exchange" | "exchange_gain";
        /**
         * @description An account of a report. Figures have their usual sign: owed and earned are positive.
         *
         *     `amount` is in the account's currency, `value` in the base currency (null without a rate),
         *     `total` with all accounts below it.
         */
        RowOut: {
            account_id: number;
            code: string;
            name: string;
            parent_id: number | null;
            depth: number;
            currency: string;
            amount: string;
            value: string | null;
            total: string;
            entries: string;
        };
        /** @description What may change of a rule; what is left out stays. */
        RuleChange: {
            /**
             * @default x
             * @example netflix
             */
            pattern?: string;
            /** @default contains */
            how?: components["schemas"]["How"];
            /** @default 1 */
            account_id?: number;
            least?: string | null;
            most?: string | null;
            /** @default  */
            description?: string;
            /** @default true */
            enabled?: boolean;
        };
        /**
         * @description A new rule: lines whose text is like the pattern are booked on the account.
         *
         *     `least` and `most` bound the line's amount with its sign: below zero is money that left.
         */
        RuleIn: {
            /** @example netflix */
            pattern: string;
            /** @default contains */
            how?: components["schemas"]["How"];
            account_id: number;
            least?: string | null;
            most?: string | null;
            /** @default  */
            description?: string;
            /** @default true */
            enabled?: boolean;
        };
        /** @description Rules in the order in which they are tried. */
        RuleList: {
            items: components["schemas"]["RuleOut"][];
        };
        /** @description A rule, and the sentence that it says for itself. The first in order that fits counts. */
        RuleOut: {
            id: number;
            position: number;
            pattern: string;
            how: components["schemas"]["How"];
            account_id: number;
            least: string | null;
            most: string | null;
            description: string;
            enabled: boolean;
            sentence: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A rule that repeated decisions suggest: `count` of `decisions` went to the account. */
        RuleSuggestion: {
            payee: string;
            pattern: string;
            account_id: number;
            count: number;
            decisions: number;
        };
        /** @description What a run did with the open lines: accepted by itself, proposed for review, unmatched. */
        RunOut: {
            lines: number;
            accepted: number;
            proposed: number;
            unmatched: number;
            seconds: number;
        };
        /** @description The rows of one kind in the order of the account tree, and their sum. */
        SectionOut: {
            rows: components["schemas"]["RowOut"][];
            total: string;
        };
        /** @description A draft to post, if it is still at the version that was seen. */
        SeenDraft: {
            id: number;
            version?: number | null;
        };
        /** @description Who is signed in, or that nobody is. */
        SessionOut: {
            user: components["schemas"]["UserOut"] | null;
        };
        /** @description What an entry books on the account; `counter_account_ids` are those on its other side. */
        SideOut: {
            entry_id: number;
            account_id: number;
            /** Format: date */
            date: string;
            amount: string;
            currency: string;
            description: string;
            counter_account_ids: number[];
            made: boolean;
        };
        /** @description Where a line was told: which line of which imported file. */
        SightingOut: {
            import_id: number;
            statement_id: number;
            number: number;
            file_name: string;
            committed_at: string | null;
        };
        /** @description Who somebody says they are, and the proof. */
        SignInIn: {
            email: string;
            /** Format: password */
            password: string;
        };
        /** @description A line of a bank's statement that an entry explains. */
        SourceOut: {
            line_id: number;
            line: string;
        };
        /** @description The statement lines behind an entry; none where somebody entered it by hand. */
        SourcesOut: {
            entry_id: number;
            statement_lines: components["schemas"]["SourceOut"][];
        };
        /**
         * @description A part of a line on an account, positive where that account is debited.
         *
         *     Without an amount it is the whole line.
         */
        SplitIn: {
            account_id: number;
            amount?: string | null;
            /** @default  */
            memo?: string;
        };
        /** @description The committed statements, the latest first. */
        StandingList: {
            items: components["schemas"]["StandingOut"][];
        };
        /** @description A committed statement and how far it is reconciled; closed, it has a `closing_id`. */
        StandingOut: {
            statement_id: number;
            import_id: number;
            account_id: number;
            currency: string;
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            opening: string | null;
            closing: string | null;
            lines: number;
            ticked: number;
            proposed: number;
            closing_id: number | null;
        };
        /**
         * @description The life of a match: proposed, then decided; what was accepted can be released again.
         * @enum {string}
         */
        State: "proposed" | "accepted" | "rejected" | "released";
        /** @description A line with the places in files that tell of it. */
        StatementLineDetail: {
            id: number;
            account_id: number;
            /** Format: date */
            date: string;
            value_date: string | null;
            amount: string;
            currency: string;
            text: string;
            bank_id: string;
            entry_ids: number[];
            sightings: components["schemas"]["SightingOut"][];
        };
        /** @description A page of lines, the latest first; `next` is the `before` of the next page. */
        StatementLineList: {
            items: components["schemas"]["StatementLineOut"][];
            next: string | null;
        };
        /** @description A line of an account, and the entries of the journal that explain it. */
        StatementLineOut: {
            id: number;
            account_id: number;
            /** Format: date */
            date: string;
            value_date: string | null;
            amount: string;
            currency: string;
            text: string;
            bank_id: string;
            entry_ids: number[];
        };
        /**
         * @description The lines of one account in a file, with the balances that the bank put around them.
         *
         *     `difference` is by how much closing misses opening plus lines; null where one is unknown.
         *     `account_id` is null until the account is known; then say which it is.
         */
        StatementOut: {
            id: number;
            identifier: string;
            told_currency: string;
            account_id: number | null;
            currency: string | null;
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
            opening: string | null;
            closing: string | null;
            moved: string;
            difference: string | null;
            line_count: number;
        };
        /** @description The account that a line is likely booked on; a rule says so, or earlier decisions. */
        SuggestionOut: {
            account_id: number;
            /** @enum {string} */
            source: "rule" | "history";
            sentence: string;
            description: string;
            rule_id: number | null;
        };
        /**
         * @description New thresholds. `propose_at` is at most `accept_at`.
         *
         *     `accept_at`: matches of this chance are accepted by the program itself. `propose_at`: below it a
         *     line stays unmatched. `days`: how far apart a line and its entry may be. A fee is at most
         *     `fee_share` of the amount, and at most `fee_most`.
         */
        ThresholdsIn: {
            /** @example 0.98 */
            accept_at: number;
            /** @example 0.1 */
            propose_at: number;
            days: number;
            /** @example 0.03 */
            fee_share: number;
            /** @example 50 */
            fee_most: string;
        };
        /** @description When the program decides, when it asks, how far it looks. */
        ThresholdsOut: {
            accept_at: number;
            propose_at: number;
            days: number;
            fee_share: number;
            fee_most: string;
        };
        /** @description The committed statements of an account by date; `whole` when nothing needs a look. */
        TimelineOut: {
            account_id: number;
            currency: string;
            whole: boolean;
            places: components["schemas"]["PlaceOut"][];
        };
        /** @description The balance of every account; without a date, from everything that is posted. */
        TrialBalanceOut: {
            as_of: string | null;
            rows: components["schemas"]["TrialBalanceRow"][];
            totals: components["schemas"]["TrialBalanceTotal"][];
        };
        /** @description An account's balance, in one of the two columns; the other is zero. */
        TrialBalanceRow: {
            account_id: number;
            code: string;
            name: string;
            type: components["schemas"]["AccountType"];
            currency: string;
            debit: string;
            credit: string;
        };
        /** @description The two sums of a currency. They are equal. */
        TrialBalanceTotal: {
            currency: string;
            debit: string;
            credit: string;
        };
        /** @description A line as it would be read. */
        TrialLine: {
            number: number;
            /** Format: date */
            date: string;
            amount: string;
            text: string;
        };
        /** @description The beginning of a file as this profile would read it; nothing is stored. */
        TrialOut: {
            lines: components["schemas"]["TrialLine"][];
            faults: components["schemas"]["FaultOut"][];
            line_count: number;
            fault_count: number;
        };
        /** @description A rule to try; it takes the place of the rule that it `replaces`, else it is the last. */
        TryIn: {
            /** @example netflix */
            pattern: string;
            /** @default contains */
            how?: components["schemas"]["How"];
            account_id: number;
            least?: string | null;
            most?: string | null;
            /** @default  */
            description?: string;
            /** @default true */
            enabled?: boolean;
            replaces?: number | null;
        };
        /**
         * @description A new import; or, with `known`, the one that has this very file, and a sentence that says so.
         *
         *     `link` is where the import is.
         */
        UploadOut: {
            known: boolean;
            message: string;
            link: string;
            imported: components["schemas"]["ImportOut"];
        };
        /** @description A rate that the report used: one unit of `currency` in the base currency, as of `date`. */
        UsedRate: {
            currency: string;
            /** Format: date */
            date: string;
            rate: string;
        };
        /** @description Who is signed in. */
        UserOut: {
            id: number;
            email: string;
            name: string;
            base_currency: string;
        };
        /**
         * @description A statement (lines), the ledger (entries without a line, up to its last day) and the rest.
         *
         *     `difference` = closing - opening - ticked; at 0, with every line ticked, it `can_close`.
         *     `told` says whether the closing balance is the bank's. `ledger_balance` is what the journal
         *     says for the last day.
         */
        WorkbenchOut: {
            statement: components["schemas"]["StandingOut"];
            opening: string;
            closing: string;
            told: boolean;
            ticked: string;
            difference: string;
            ledger_balance: string;
            can_close: boolean;
            lines: components["schemas"]["BenchLine"][];
            matches: components["schemas"]["MatchOut"][];
            entries: components["schemas"]["SideOut"][];
            more_entries: boolean;
        };
        /**
         * @description The life of a journal entry: it only ever moves to the right.
         * @enum {string}
         */
        src__accounting__tables__Status: "draft" | "posted" | "reversed";
        /**
         * @description One part of a score: with each 0.10 a match is ten times likelier, from even odds.
         *
         *     `factor` is amount, rarity, days, text, history, fee, transfer, rival, twins or person.
         */
        src__reconciliation__schemas__ReasonOut: {
            factor: string;
            contribution: number;
            sentence: string;
        };
        /** @description Why a field of the detected profile is what it is; `confidence` from 0 to 1. */
        src__statements__profile_schemas__ReasonOut: {
            field: string;
            value: string;
            confidence: number;
            why: string;
        };
        /**
         * @description The life of an import.
         * @enum {string}
         */
        src__statements__tables__Status: "queued" | "reading" | "mapping" | "preview" | "committed" | "undone" | "failed" | "kept";
        /** @description One wrong field of a request. */
        FieldError: {
            field: string;
            message: string;
        };
        /** @description What every refused request is answered with. */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @default [] */
            errors?: components["schemas"]["FieldError"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health_api_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ping_api_ping_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ping"];
                };
            };
        };
    };
    register_api_auth_register_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
        };
    };
    sign_in_api_auth_sign_in_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
        };
    };
    sign_out_api_auth_sign_out_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sign_out_everywhere_api_auth_sign_out_everywhere_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    present_session_api_auth_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
        };
    };
    me_api_auth_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
        };
    };
    change_profile_api_auth_me_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
        };
    };
    change_password_api_auth_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_accounts_api_accounts_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
        };
    };
    open_account_api_accounts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    remove_account_api_accounts__account_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_account_api_accounts__account_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    list_entries_api_entries_get: {
        parameters: {
            query?: {
                status?: components["schemas"]["src__accounting__tables__Status"] | null;
                account_id?: number | null;
                from?: string | null;
                to?: string | null;
                q?: string | null;
                currency?: string | null;
                least?: string | null;
                most?: string | null;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryList"];
                };
            };
        };
    };
    write_entry_api_entries_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryOut"];
                };
            };
        };
    };
    post_entries_api_entries_post_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostManyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostedOut"];
                };
            };
        };
    };
    read_entry_api_entries__entry_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryOut"];
                };
            };
        };
    };
    rewrite_entry_api_entries__entry_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryRewrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryOut"];
                };
            };
        };
    };
    discard_entry_api_entries__entry_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    post_entry_api_entries__entry_id__post_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PostIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryOut"];
                };
            };
        };
    };
    reverse_entry_api_entries__entry_id__reverse_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReverseIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryOut"];
                };
            };
        };
    };
    trial_balance_api_trial_balance_get: {
        parameters: {
            query?: {
                as_of?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalanceOut"];
                };
            };
        };
    };
    read_books_api_books_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BooksOut"];
                };
            };
        };
    };
    close_books_api_books_closing_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClosingIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BooksOut"];
                };
            };
        };
    };
    list_rates_api_rates_get: {
        parameters: {
            query?: {
                currency?: string | null;
                quote?: string | null;
                from?: string | null;
                to?: string | null;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateList"];
                };
            };
        };
    };
    store_rates_api_rates_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RatesIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatesStored"];
                };
            };
        };
    };
    forget_rate_api_rates__rate_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rate_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    foresee_exchange_api_exchanges_dry_run_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeOut"];
                };
            };
        };
    };
    read_audit_api_audit_get: {
        parameters: {
            query?: {
                subject?: ("account" | "entry" | "lines" | "rate" | "person" | "match" | "closing" | "rule" | "thresholds")[] | null;
                subject_id?: number | null;
                since?: string | null;
                until?: string | null;
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
        };
    };
    balance_sheet_api_reports_balance_sheet_get: {
        parameters: {
            query?: {
                as_of?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceSheetOut"];
                };
            };
        };
    };
    income_statement_api_reports_income_statement_get: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncomeStatementOut"];
                };
            };
        };
    };
    cash_flow_api_reports_cash_flow_get: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashFlowOut"];
                };
            };
        };
    };
    net_worth_api_reports_net_worth_get: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetWorthOut"];
                };
            };
        };
    };
    categories_api_reports_categories_get: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoriesOut"];
                };
            };
        };
    };
    register_api_accounts__account_id__register_get: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
                after?: string | null;
                limit?: number;
                oldest_first?: boolean;
            };
            header?: never;
            path: {
                account_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterOut"];
                };
            };
        };
    };
    sources_api_entries__entry_id__sources_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourcesOut"];
                };
            };
        };
    };
    report_api_exports_report_get: {
        parameters: {
            query: {
                report: components["schemas"]["ReportName"];
                format: components["schemas"]["Format"];
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                    "application/json": unknown;
                    "application/pdf": unknown;
                };
            };
        };
    };
    journal_csv_api_exports_journal_csv_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    beancount_file_api_exports_books_beancount_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    read_demo_api_demo_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoOut"];
                };
            };
        };
    };
    load_demo_api_demo_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoOut"];
                };
            };
        };
    };
    remove_demo_api_demo_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoOut"];
                };
            };
        };
    };
    read_mapping_api_imports__import_id__mapping_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingOut"];
                };
            };
        };
    };
    confirm_mapping_api_imports__import_id__mapping_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    try_mapping_api_imports__import_id__mapping_trial_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialOut"];
                };
            };
        };
    };
    list_profiles_api_csv_profiles_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileList"];
                };
            };
        };
    };
    drop_profile_api_csv_profiles__profile_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_statement_accounts_api_statement_accounts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountStatementsList"];
                };
            };
        };
    };
    read_timeline_api_statement_accounts__account_id__timeline_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineOut"];
                };
            };
        };
    };
    list_statement_lines_api_statement_lines_get: {
        parameters: {
            query?: {
                account_id?: number | null;
                from?: string | null;
                to?: string | null;
                q?: string | null;
                booked?: boolean | null;
                before?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementLineList"];
                };
            };
        };
    };
    read_statement_line_api_statement_lines__line_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementLineDetail"];
                };
            };
        };
    };
    list_lines_of_entry_api_entries__entry_id__statement_lines_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementLineOut"][];
                };
            };
        };
    };
    list_imports_api_imports_get: {
        parameters: {
            query?: {
                status?: components["schemas"]["src__statements__tables__Status"] | null;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
        };
    };
    upload_file_api_imports_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description CSV, OFX, QFX, QIF, CAMT.053, MT940 or PDF
                     */
                    file: string;
                    /** @description The account of statements that name none */
                    account_id?: number;
                };
            };
        };
        responses: {
            /** @description The file was there already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadOut"];
                };
            };
        };
    };
    read_import_api_imports__import_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    discard_import_api_imports__import_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    read_progress_api_imports__import_id__progress_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressOut"];
                };
            };
        };
    };
    follow_progress_api_imports__import_id__events_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each event is a ProgressOut; the last one is not queued or reading */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        data: string;
                    };
                };
            };
        };
    };
    list_import_lines_api_imports__import_id__lines_get: {
        parameters: {
            query?: {
                state?: ("new" | "duplicate" | "similar" | "left") | null;
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportLineList"];
                };
            };
        };
    };
    list_import_faults_api_imports__import_id__faults_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultList"];
                };
            };
        };
    };
    download_file_api_imports__import_id__file_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file as it was uploaded, byte for byte */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    assign_accounts_api_imports__import_id__accounts_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    choose_lines_api_imports__import_id__choices_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoicesIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    commit_import_api_imports__import_id__commit_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommitIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    undo_import_api_imports__import_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    retry_import_api_imports__import_id__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    run_matching_api_reconciliation_runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
        };
    };
    list_statements_api_reconciliation_statements_get: {
        parameters: {
            query?: {
                account_id?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandingList"];
                };
            };
        };
    };
    read_workbench_api_reconciliation_statements__statement_id__get: {
        parameters: {
            query?: {
                closing?: string | null;
            };
            header?: never;
            path: {
                statement_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkbenchOut"];
                };
            };
        };
    };
    close_statement_api_reconciliation_statements__statement_id__close_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                statement_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosingOut"];
                };
            };
        };
    };
    reopen_statement_api_reconciliation_statements__statement_id__reopen_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                statement_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReopenIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosingOut"];
                };
            };
        };
    };
    list_closings_api_reconciliation_closings_get: {
        parameters: {
            query?: {
                account_id?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosingList"];
                };
            };
        };
    };
    match_by_hand_api_reconciliation_matches_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    read_match_api_reconciliation_matches__match_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                match_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    accept_match_api_reconciliation_matches__match_id__accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                match_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcceptIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    reject_match_api_reconciliation_matches__match_id__reject_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                match_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    release_match_api_reconciliation_matches__match_id__release_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                match_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    undo_decision_api_reconciliation_matches__match_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                match_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    list_candidates_api_reconciliation_lines__line_id__candidates_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                line_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateList"];
                };
            };
        };
    };
    book_line_api_reconciliation_lines__line_id__book_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                line_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchOut"];
                };
            };
        };
    };
    undo_import_with_matches_api_reconciliation_imports__import_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    read_thresholds_api_reconciliation_thresholds_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdsOut"];
                };
            };
        };
    };
    save_thresholds_api_reconciliation_thresholds_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThresholdsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdsOut"];
                };
            };
        };
    };
    read_queue_api_review_queue_get: {
        parameters: {
            query?: {
                kind?: ("match" | "line") | null;
                account_id?: number | null;
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
        };
    };
    list_decisions_api_review_decisions_get: {
        parameters: {
            query?: {
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
        };
    };
    decide_api_review_decisions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecideOut"];
                };
            };
        };
    };
    list_rules_api_review_rules_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
                };
            };
        };
    };
    add_rule_api_review_rules_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
        };
    };
    order_rules_api_review_rules_order_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
                };
            };
        };
    };
    try_rule_api_review_rules_dry_run_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunOut"];
                };
            };
        };
    };
    refuse_rule_api_review_rules_refusals_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    remove_rule_api_review_rules__rule_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_rule_api_review_rules__rule_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
        };
    };
}
