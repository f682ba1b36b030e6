/** A safe name for a key of the file, made of a person's words, that `taken` does not hold yet. */
export function freeName(words: string, taken: Readonly<Record<string, unknown>> | undefined): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 48);
  const base = plain === '' || /^(?:__proto__|constructor|prototype|schedule|hasownproperty|tostring|valueof)$/.test(plain) ? `x_${plain || 'new'}` : plain;
  let name = base;
  for (let n = 2; taken && Object.hasOwn(taken, name); n++) name = `${base}_${n}`;
  return name;
}
