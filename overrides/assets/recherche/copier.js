// Copier un texte.

/** Copie un texte, même là où le presse-papiers n'est pas offert (une page ouverte d'un disque). */
export async function copier(texte) {
  try {
    await navigator.clipboard.writeText(texte);
    return true;
  } catch {
    const zone = Object.assign(document.createElement("textarea"), { className: "hors-vue", tabIndex: -1, value: texte });
    zone.setAttribute("aria-hidden", "true");
    const actif = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(zone);
    zone.select();
    const fait = document.execCommand("copy");
    zone.remove();
    actif?.focus();
    return fait;
  }
}
