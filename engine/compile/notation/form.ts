/**
 * A small kit of forms: each form is at once a parser of tokens and a piece of GBNF, so that what the model may write and what
 * we can read are one definition. Alternatives are tried in order; there is no left recursion.
 */
export interface Form<T> {
  parse(tokens: readonly string[], at: number): { value: T; next: number } | undefined;
  /** GBNF, or undefined where no text is possible (no slot of that kind in the sentence). */
  gbnf(rules: Map<string, string>): string | undefined;
}

/** One of some words, each a token of its own with a space before it. */
export function word<const W extends string>(...words: readonly W[]): Form<W> {
  return {
    parse: (tokens, at) => (words.includes(tokens[at] as W) ? { value: tokens[at] as W, next: at + 1 } : undefined),
    gbnf: () => (words.length === 0 ? undefined : words.length === 1 ? `" ${words[0]}"` : `(${words.map((w) => `" ${w}"`).join(' | ')})`),
  };
}

/** A mark without a space before it: `,` and `;`. */
export const mark = (text: string): Form<string> => ({
  parse: (tokens, at) => (tokens[at] === text ? { value: text, next: at + 1 } : undefined),
  gbnf: () => JSON.stringify(text),
});

type Values<F extends readonly Form<unknown>[]> = { [K in keyof F]: F[K] extends Form<infer T> ? T : never };

export function seq<const F extends readonly Form<unknown>[]>(...forms: F): Form<Values<F>> {
  return {
    parse: (tokens, at) => {
      const values: unknown[] = [];
      let next = at;
      for (const form of forms) {
        const got = form.parse(tokens, next);
        if (!got) return undefined;
        values.push(got.value);
        next = got.next;
      }
      return { value: values as Values<F>, next };
    },
    gbnf: (rules) => {
      const parts = forms.map((f) => f.gbnf(rules));
      return parts.includes(undefined) ? undefined : parts.filter((p) => p !== '').join(' ');
    },
  };
}

export function alt<const F extends readonly Form<unknown>[]>(...forms: F): Form<Values<F>[number]> {
  return {
    parse: (tokens, at) => {
      for (const form of forms) {
        const got = form.parse(tokens, at);
        if (got) return got as { value: Values<F>[number]; next: number };
      }
      return undefined;
    },
    gbnf: (rules) => {
      const parts = forms.map((f) => f.gbnf(rules)).filter((p) => p !== undefined);
      return parts.length === 0 ? undefined : `(${parts.join(' | ')})`;
    },
  };
}

export const opt = <T>(form: Form<T>): Form<T | undefined> => ({
  parse: (tokens, at) => form.parse(tokens, at) ?? { value: undefined, next: at },
  gbnf: (rules) => {
    const inner = form.gbnf(rules);
    return inner === undefined ? '' : `(${inner})?`;
  },
});

/** One or more, with a separator between. */
export const list = <T>(form: Form<T>, separator: Form<unknown>): Form<T[]> => ({
  parse: (tokens, at) => {
    const values: T[] = [];
    let next = at;
    for (;;) {
      const got = form.parse(tokens, next);
      if (!got) return values.length === 0 ? undefined : { value: values, next: next - 1 };
      values.push(got.value);
      const between = separator.parse(tokens, got.next);
      if (!between) return { value: values, next: got.next };
      next = between.next;
    }
  },
  gbnf: (rules) => {
    const inner = form.gbnf(rules);
    return inner === undefined ? undefined : `${inner} (${separator.gbnf(rules)} ${inner})*`;
  },
});

export const map = <T, U>(form: Form<T>, to: (value: T) => U): Form<U> => ({
  parse: (tokens, at) => {
    const got = form.parse(tokens, at);
    return got && { value: to(got.value), next: got.next };
  },
  gbnf: (rules) => form.gbnf(rules),
});

/** A form with a name becomes a GBNF rule, so that it is written once. */
export const named = <T>(name: string, form: Form<T>): Form<T> => ({
  parse: (tokens, at) => form.parse(tokens, at),
  gbnf: (rules) => {
    if (!rules.has(name)) {
      const body = form.gbnf(rules);
      if (body === undefined) return undefined;
      rules.set(name, body);
    }
    return name;
  },
});
