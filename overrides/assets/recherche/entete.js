// Le champ de l'en-tête devient une liste de propositions.
// Rien d'autre ne se charge avant qu'on y entre, sauf ce que l'adresse d'une entrée demande.

import { script } from "./acces.js";

const champ = document.getElementById("q-entete");

if (champ) {
  champ.form.insertAdjacentHTML("beforeend",
    '<div class="propositions" hidden><p class="proposition-remarque" hidden></p>' +
    '<div id="propositions" role="listbox" aria-label="Propositions"></div></div>');
  const boite = champ.form.lastElementChild;
  const etats = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "propositions", "aria-haspopup": "listbox" };
  for (const [nom, valeur] of Object.entries(etats)) champ.setAttribute(nom, valeur);

  let demande = false;
  const charger = async () => {
    if (demande) return;
    demande = true;
    try {
      const { animer } = await script("propositions");
      champ.removeEventListener("focus", charger);
      champ.removeEventListener("input", charger);
      animer(champ, boite);
    } catch (erreur) {
      // Entrée mène toujours à la page de recherche ; à la prochaine lettre on redemande.
      console.error(erreur);
      demande = false;
    }
  };
  champ.addEventListener("focus", charger);
  champ.addEventListener("input", charger);
  if (document.activeElement === champ) charger();
}

// Les mots cherchés qui ont mené à une entrée : surlignage.js les y marque.
if (document.querySelector("article[data-entree]") && new URLSearchParams(location.search).has("surligner")) {
  script("surlignage").catch(console.error);
}
