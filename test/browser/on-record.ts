// How far a run has come by what is kept of it: to be evaluated in the page.

/** @returns the steps that are done, and how many bytes the output has of a file behind them */
export async function onRecord(): Promise<{ readonly steps: number; readonly given: number }> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('no answer', { cause: request.error }));
      };
    });
  const database = await answer(indexedDB.open('unstow'));
  const [kept] = await answer<unknown[]>(database.transaction('progress').objectStore('progress').getAll());
  database.close();
  const field = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const given = field(field(field(kept, 'underWay'), 'soFar'), 'given');
  return { steps: Number(field(kept, 'doneUntil') ?? 0), given: Number(given ?? 0) };
}
