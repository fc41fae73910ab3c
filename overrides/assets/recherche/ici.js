// La page où l'on est : son adresse selon ce qu'on lui demande, et les clics qui n'en sortent pas.

/** « ?… », ou la page elle-même quand rien n'est demandé. */
export function adresseIci(demande) {
  // Un chemin seul se perdrait sur un partage Windows, où il commence par « // ».
  return demande ? `?${demande}` : location.href.replace(/[?#].*/, "");
}

/** Un clic qui n'ouvre ni onglet ni fenêtre. */
export const estSimple = (clic) => !(clic.button || clic.ctrlKey || clic.metaKey || clic.shiftKey || clic.altKey);
