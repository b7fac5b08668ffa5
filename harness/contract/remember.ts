/** The function, worked out once for each object and kept as long as the object is. */
export function perObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

/** The function, worked out once for a text and kept for many: the same messages and labels return on screen after screen. */
export function perText<V>(make: (text: string) => V, limit = 50_000): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = make(text);
      // Starting afresh is cheaper than bookkeeping of ages, and cannot change a result.
      if (known.size >= limit) known.clear();
      known.set(text, value);
    }
    return value;
  };
}
