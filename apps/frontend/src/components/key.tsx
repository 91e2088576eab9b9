/** A key as it is printed on a keyboard; a hint for eyes, named elsewhere for ears. */
export function Key({ name }: { name: string }) {
  return (
    <kbd
      aria-hidden
      className="rounded border border-current/30 px-1 font-sans text-[0.6875rem] leading-4 font-normal opacity-80"
    >
      {name}
    </kbd>
  );
}
