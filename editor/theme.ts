/** Light or dark: by the system unless a person chose, and then as chosen in this browser. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'sayso.theme';
const PAGE = { light: '#f8f8f4', dark: '#141a21' } as const;

export function theme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((t) => t === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

export function setTheme(chosen: Theme): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Nothing is kept; the choice holds until the page is closed.
  }
  applyTheme(chosen);
}

/** Marks the page, so that tokens.css picks the colours, and colours the browser's own bar alike. */
export function applyTheme(chosen: Theme = theme()): void {
  const root = document.documentElement;
  if (chosen === 'system') delete root.dataset.theme;
  else root.dataset.theme = chosen;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = PAGE[chosen === 'system' ? own : chosen];
  }
}
