// Le champ de l'en-tête devient une liste de propositions.
// Rien d'autre ne se charge avant qu'on y entre.

import { script } from "./acces.js";

const champ = document.getElementById("q-entete");

if (champ) {
  champ.form.insertAdjacentHTML("beforeend",
    '<div class="propositions" hidden><p class="proposition-remarque" hidden></p>' +
    '<div id="propositions" role="listbox" aria-label="Propositions"></div></div>');
  const boite = champ.form.lastElementChild;
  const etats = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "propositions", "aria-haspopup": "listbox" };
  for (const [nom, valeur] of Object.entries(etats)) champ.setAttribute(nom, valeur);

  const charger = () => {
    champ.removeEventListener("focus", charger);
    champ.removeEventListener("input", charger);
    script("propositions").then(({ animer }) => animer(champ, boite));
  };
  champ.addEventListener("focus", charger);
  champ.addEventListener("input", charger);
  if (document.activeElement === champ) charger();
}
