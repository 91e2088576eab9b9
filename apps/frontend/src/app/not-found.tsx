import Link from "next/link";

export default function NotFound() {
  return (
    <div className="py-16 text-center">
      <h1 className="text-lg font-semibold">There is no page here</h1>
      <p className="mt-2 text-muted">
        The address may be mistyped. The{" "}
        <Link href="/" className="text-accent underline">
          overview
        </Link>{" "}
        is a good place to start.
      </p>
    </div>
  );
}
