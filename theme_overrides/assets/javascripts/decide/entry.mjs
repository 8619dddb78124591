// One entry of this device's storage, which a browser may refuse: then nothing is kept and the caller is told.

/**
 * @param {string} key
 * @returns {{read: () => string | null, write: (text: string) => boolean, forget: () => void}} `write` says whether it was kept
 */
export function entry(key) {
  return {
    read() { try { return localStorage.getItem(key); } catch { return null; } },
    write(text) { try { localStorage.setItem(key, text); return true; } catch { return false; } },
    forget() { try { localStorage.removeItem(key); } catch { /* Nothing could be kept either. */ } },
  };
}
