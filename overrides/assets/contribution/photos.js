// Les photos : choisies sur l'appareil, réduites ici même, nommées pour rejoindre la fiche.
// Rien n'est envoyé : on les télécharge, prêtes à être jointes.

import { creer, horsVue } from "../recherche/dom.js";
import { ancrer, taille } from "./texte.js";

export const POIDS_MAX = 300 * 1024; // octets : hooks/capitalisation/rules/images.py
const COTE_MAX = 1600; // px

/** Les fichiers choisis pendant cette visite : nom → Blob. Un brouillon ne garde que leur nom. */
export class Photos {
  constructor() {
    this.fichiers = new Map();
    this.adresses = new Map();
  }

  ajouter(nom, fichier) {
    this.fichiers.set(nom, fichier);
    URL.revokeObjectURL(this.adresses.get(nom));
    this.adresses.set(nom, URL.createObjectURL(fichier));
  }

  adresse(nom) {
    return this.adresses.get(nom) ?? "";
  }

  /** Un nom pour ce fichier, que la fiche ne donne pas déjà à une autre : un téléphone les appelle toutes « image ». */
  nommer(fichier, fiche, ancien = "") {
    const base = ancrer(fichier.name.replace(/\.[^.]*$/, ""), 40) || "photo";
    const pris = (nom) => nom !== ancien && (this.fichiers.has(nom) || nom === fiche.lire(["image", "fichier"]) || fiche.corps.includes(nom));
    let nom = `${base}.jpg`;
    for (let n = 2; pris(nom); n += 1) nom = `${base}-${n}.jpg`;
    return nom;
  }
}

/** Une image de 1 600 pixels au plus et de 300 ko au plus, sans ce que l'appareil y a noté du lieu. */
export async function reduire(fichier) {
  const image = await createImageBitmap(fichier);
  try {
    for (const cote of [COTE_MAX, 1200, 900, 640]) {
      const echelle = Math.min(1, cote / Math.max(image.width, image.height));
      const toile = creer("canvas", { width: Math.round(image.width * echelle), height: Math.round(image.height * echelle) });
      const dessin = toile.getContext("2d");
      dessin.fillStyle = "#fff"; // le JPEG n'a pas de transparence
      dessin.fillRect(0, 0, toile.width, toile.height);
      dessin.drawImage(image, 0, 0, toile.width, toile.height);
      for (const qualite of [0.85, 0.7, 0.55]) {
        const blob = await new Promise((fait) => toile.toBlob(fait, "image/jpeg", qualite));
        if (blob && blob.size <= POIDS_MAX) return blob;
      }
    }
  } finally {
    image.close();
  }
  throw new Error("Cette image ne se laisse pas réduire");
}

/** @param nom celui d'un fichier que ce navigateur ne lit pas */
const pasLue = (nom) => (/\.hei[cf]$/i.test(nom)
  ? `${nom} est au format HEIC, que ce navigateur ne lit pas. Sur le téléphone, partagez la photo par courriel ou exportez-la en .jpg, puis choisissez ce fichier.`
  : `${nom} ne peut pas être lue comme une image. Choisissez un fichier .jpg, .png ou .webp.`);

/** Le champ « image » : le fichier, ce qu'il montre, qui l'a pris. */
export function champImage(champs, champ, photos) {
  const { fiche } = champs;
  const chemin = [champ.nom];
  const id = "f-photo";
  const choisir = creer("input", { id, type: "file", accept: "image/*", "aria-describedby": `${id}-aide ${id}-dit` });
  const dit = creer("p", { id: `${id}-dit`, class: "champ-aide", "aria-live": "polite" });
  const apercu = creer("div", { class: "photo-apercu" });
  const sousChamps = creer("div");
  const retirer = creer("button", { type: "button", class: "bouton bouton-second" }, "Retirer la photo");

  const montrer = () => {
    const nom = fiche.lire(["image", "fichier"]) || "";
    const fichier = photos.fichiers.get(nom);
    retirer.hidden = !nom;
    apercu.replaceChildren();
    if (fichier) {
      apercu.append(
        creer("img", { src: photos.adresse(nom), alt: "" }),
        lienDePhoto(photos, nom, `Enregistrer la photo prête à joindre (${taille(fichier.size)})`));
    }
    sousChamps.replaceChildren(...(nom ? champ.champs.map((sous) => champs.dessiner(sous, ["image", sous.nom])) : []));
    if (nom && !fichier && !dit.textContent) dit.textContent = `Photo prévue\u202f: ${nom}. Choisissez-la à nouveau pour la joindre réduite.`;
  };

  choisir.addEventListener("change", async () => {
    const [fichier] = choisir.files;
    if (!fichier) return;
    dit.textContent = "La photo se réduit…";
    const ancien = fiche.lire(chemin)?.fichier ?? "";
    // L'ancienne a pu être citée dans le récit aussi : elle y garde son nom.
    const nom = photos.nommer(fichier, fiche, fiche.corps.includes(ancien) ? "" : ancien);
    try {
      const prete = await reduire(fichier);
      photos.ajouter(nom, prete);
      dit.textContent = `${fichier.name}, ${taille(fichier.size)}\u202f: ${prete.size < fichier.size ? "réduite à" : "mise en JPEG,"} ${taille(prete.size)}, et nommée ${nom}. Le lieu de prise de vue en est retiré.`;
    } catch (erreur) {
      console.error(erreur);
      dit.textContent = pasLue(fichier.name);
      choisir.value = "";
      return;
    }
    champs.noter(["image", "fichier"], nom);
    montrer();
  });
  retirer.addEventListener("click", () => {
    fiche.ecrire(chemin, {});
    champs.change(chemin);
    choisir.value = "";
    dit.textContent = "Photo retirée.";
    montrer();
    choisir.focus();
  });
  montrer();
  return creer("fieldset", { class: "champ bloc", "data-chemin": "image" },
    creer("legend", {}, champ.label),
    creer("p", { id: `${id}-aide`, class: "champ-aide" }, "Il faut l’accord des personnes visibles et de la personne qui a pris la photo."),
    creer("div", { class: "champ" }, creer("label", { for: id }, "Choisir une photo sur cet appareil"), choisir, dit),
    apercu, sousChamps, retirer, champs.constats("f-image"));
}

/** Une photo dans le récit : sa ligne s'ajoute à la fin de la section choisie. */
export function photoDuRecit(champs, photos, inserer) {
  const { fiche } = champs;
  const fichier = creer("input", { id: "f-autre-photo", type: "file", accept: "image/*", "aria-describedby": "f-autre-dit" });
  const alt = creer("input", { id: "f-autre-alt", type: "text", "aria-describedby": "f-autre-alt-aide" });
  const credit = creer("input", { id: "f-autre-credit", type: "text", "aria-describedby": "f-autre-credit-aide" });
  const section = creer("select", { id: "f-autre-section" }, ...fiche.genre.sections.map(({ titre }) => creer("option", {}, titre)));
  const dit = creer("p", { id: "f-autre-dit", class: "champ-aide", "aria-live": "polite" });
  const bouton = creer("button", { type: "button", class: "bouton bouton-second" }, "Réduire la photo et l’insérer dans le récit");
  bouton.addEventListener("click", async () => {
    const [choisi] = fichier.files;
    const manque = !choisi ? [fichier, "Choisissez d’abord une photo."] : !alt.value.trim() ? [alt, "Dites ce que montre la photo, pour qui ne la voit pas."] : !credit.value.trim() ? [credit, "Dites qui a pris la photo, et sous quelle licence."] : null;
    if (manque) {
      dit.textContent = manque[1];
      return manque[0].focus();
    }
    dit.textContent = "La photo se réduit…";
    try {
      const prete = await reduire(choisi);
      const nom = photos.nommer(choisi, fiche);
      photos.ajouter(nom, prete);
      const simple = (texte) => texte.replace(/[[\]"\\<>\n]/g, " ").replace(/ +/g, " ").trim();
      inserer(section.value, `![${simple(alt.value)}](${nom} "${simple(credit.value)}")`);
      dit.textContent = `Photo insérée${section.value ? ` dans «\u202f${section.value}\u202f»` : ""}\u202f: ${nom}, ${taille(prete.size)}.`;
      for (const saisie of [fichier, alt, credit]) saisie.value = "";
    } catch (erreur) {
      console.error(erreur);
      dit.textContent = pasLue(choisi.name);
    }
  });
  const ligne = (id, texte, saisie, aide) => creer("div", { class: "champ" }, creer("label", { for: id }, texte), aide ? creer("p", { id: `${id}-aide`, class: "champ-aide" }, aide) : null, saisie);
  return creer("fieldset", { class: "champ bloc" },
    creer("legend", {}, "Une photo dans le récit"),
    ligne("f-autre-photo", "Choisir une photo sur cet appareil", fichier),
    ligne("f-autre-alt", "Texte alternatif", alt, "Ce que montre l’image, pour qui ne la voit pas."),
    ligne("f-autre-credit", "Crédit", credit, "L’auteur et la licence."),
    fiche.genre.sections.length ? ligne("f-autre-section", "Section du récit", section) : null,
    bouton, dit);
}

export function lienDePhoto(photos, nom, texte) {
  return creer("a", { href: photos.adresse(nom), download: nom, class: "bouton bouton-second" }, texte, horsVue(`\u202f: ${nom}`));
}
