import { type Model, ModelError } from '../model';

/**
 * A model that may be unfit (damaged, none at all, too large, its process ends time and again) in front of one that is known to work,
 * which takes its place for good. What is wrong with one request alone is thrown as it is.
 * @param tell hears once why, in words
 */
export function withFallback(first: Model, spare: Model, tell: (line: string) => void): Model {
  let current = first;
  /** How often in a row its process ended over a request; twice is enough. */
  let deaths = 0;

  const giveUp = (error: ModelError): void => {
    if (current === spare) return;
    current = spare;
    tell(`${error.message} The built-in model is used instead.`);
    void first.unload();
  };

  const load = async (): Promise<void> => {
    if (current === spare) return spare.load();
    try {
      await first.load();
    } catch (error) {
      if (!(error instanceof ModelError) || error.again) throw error;
      giveUp(error);
      await spare.load();
    }
  };

  const write: Model['write'] = async (prompt, grammar) => {
    await load();
    const used = current;
    try {
      const decoded = await used.write(prompt, grammar);
      deaths = 0;
      return decoded;
    } catch (error) {
      if (used === spare || !(error instanceof ModelError) || !error.again) throw error;
      if (++deaths > 1) giveUp(error);
      return write(prompt, grammar);
    }
  };

  return { load, write, unload: async () => void (await Promise.all([first.unload(), spare.unload()])) };
}
