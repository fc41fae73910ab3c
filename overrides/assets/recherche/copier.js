// Copier un texte.

import { creer } from "./dom.js";

/** Copie un texte, même là où le presse-papiers n'est pas offert (une page ouverte d'un disque). */
export async function copier(texte) {
  try {
    await navigator.clipboard.writeText(texte);
    return true;
  } catch {
    const zone = creer("textarea", { class: "hors-vue", "aria-hidden": "true", tabindex: "-1" });
    zone.value = texte;
    const actif = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(zone);
    zone.select();
    const fait = document.execCommand("copy");
    zone.remove();
    actif?.focus();
    return fait;
  }
}
