// How far a run has come by what is kept of it: to be evaluated in the page.

export async function stepsOnRecord(): Promise<number> {
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
  return typeof kept === 'object' && kept !== null && 'doneUntil' in kept ? Number(kept.doneUntil) : 0;
}
