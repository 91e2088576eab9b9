"use client";
import { useSyncExternalStore } from "react";
import { applyTheme, shownTheme, THEMES, type Theme } from "@/lib/theme";

const CHANGED = "themechange";
const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

function subscribe(onChange: () => void) {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}

export function ThemeSelect() {
  const theme = useSyncExternalStore<Theme>(subscribe, shownTheme, () => "system");
  return (
    <select
      aria-label="Colour theme"
      value={theme}
      onChange={(event) => {
        applyTheme(event.target.value as Theme);
        window.dispatchEvent(new Event(CHANGED));
      }}
      className="h-8 rounded-md border border-line bg-surface px-1.5 text-xs text-muted"
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {NAMES[name]}
        </option>
      ))}
    </select>
  );
}
