// Le champ de l'en-tête devient une liste de propositions.
// Rien d'autre ne se charge avant qu'on y entre.

const champ = document.getElementById("q-entete");

if (champ) {
  const liste = document.createElement("ul");
  liste.id = "propositions";
  liste.className = "propositions";
  liste.setAttribute("role", "listbox");
  liste.setAttribute("aria-label", "Premiers résultats");
  liste.hidden = true;
  champ.form.append(liste);
  const etats = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": liste.id, "aria-haspopup": "listbox" };
  for (const [nom, valeur] of Object.entries(etats)) champ.setAttribute(nom, valeur);

  const charger = () => {
    champ.removeEventListener("focus", charger);
    champ.removeEventListener("input", charger);
    import("./propositions.js").then(({ animer }) => animer(champ, liste));
  };
  champ.addEventListener("focus", charger);
  champ.addEventListener("input", charger);
  if (document.activeElement === champ) charger();
}
