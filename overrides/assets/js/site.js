// Apparence, menu du téléphone, définitions du glossaire.
// Script classique (pas un module) : il doit aussi marcher depuis un fichier ouvert d'un double clic.
(function () {
  "use strict";
  var racine = document.documentElement;

  // --- Apparence : automatique → claire → sombre, retenue d'une visite à l'autre.
  var SUITE = { "": "clair", clair: "sombre", sombre: "" };
  var MOTS = { "": "automatique", clair: "claire", sombre: "sombre" };
  var bouton = document.querySelector("[data-apparence-suivante]");

  function nommer() {
    var etat = racine.dataset.apparence || "";
    bouton.querySelector("[data-texte]").textContent =
      "Apparence\u202f: " + MOTS[etat] + ". Passer en mode " + (SUITE[etat] || "automatique");
    bouton.title = "Apparence\u202f: " + MOTS[etat];
  }

  if (bouton) {
    nommer();
    bouton.addEventListener("click", function () {
      var etat = SUITE[racine.dataset.apparence || ""];
      if (etat) racine.dataset.apparence = etat;
      else delete racine.dataset.apparence;
      try {
        if (etat) localStorage.setItem("apparence", etat);
        else localStorage.removeItem("apparence");
      } catch (e) { /* stockage refusé : le choix vaut pour cette page */ }
      nommer();
    });
  }

  // --- Menu : un bouton sur téléphone ; sans script, la liste reste ouverte.
  var ouvrir = document.querySelector(".bouton-menu");
  var menu = document.getElementById("menu");

  function basculer(ouvert) {
    ouvrir.setAttribute("aria-expanded", String(ouvert));
    menu.classList.toggle("ouvert", ouvert);
  }

  if (ouvrir && menu) {
    ouvrir.addEventListener("click", function () {
      basculer(ouvrir.getAttribute("aria-expanded") !== "true");
    });
    document.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || ouvrir.getAttribute("aria-expanded") !== "true") return;
      var dedans = menu.contains(document.activeElement);
      basculer(false);
      if (dedans) ouvrir.focus();
    });
  }

  // --- Carte d'identité : plus haute que l'écran, elle défile jusqu'à son pied avant de se fixer.
  var carte = document.querySelector(".identite");

  function fixer() {
    carte.style.setProperty("--haut", Math.min(20, window.innerHeight - carte.offsetHeight - 20) + "px");
  }

  if (carte) {
    fixer();
    window.addEventListener("resize", fixer);
    if (window.ResizeObserver) new ResizeObserver(fixer).observe(carte);
  }

  // --- Impression : ce qui est replié s'imprime (impression.css) ; ::details-content manque aux navigateurs plus anciens.
  if (!CSS.supports("selector(::details-content)")) {
    var replies = [];
    window.addEventListener("beforeprint", function () {
      replies = Array.from(document.querySelectorAll("details:not([open])"));
      replies.forEach(function (detail) { detail.open = true; });
    });
    window.addEventListener("afterprint", function () {
      replies.forEach(function (detail) { detail.open = false; });
    });
  }

  // --- Définitions : au survol et à la prise de focus, Échap les ferme (WCAG 1.4.13).
  var bulle, cible, delai;

  function fermer() {
    clearTimeout(delai);
    if (!bulle) return;
    cible.removeAttribute("aria-describedby");
    bulle.remove();
    bulle = cible = null;
  }

  function fermerBientot() {
    clearTimeout(delai);
    delai = setTimeout(fermer, 250);
  }

  function montrer(lien) {
    clearTimeout(delai);
    if (lien === cible) return;
    fermer();
    cible = lien;
    bulle = document.createElement("span");
    bulle.className = "infobulle";
    bulle.id = "infobulle";
    bulle.setAttribute("role", "tooltip");
    bulle.textContent = lien.dataset.definition;
    bulle.addEventListener("mouseenter", function () { clearTimeout(delai); });
    bulle.addEventListener("mouseleave", fermerBientot);
    document.body.appendChild(bulle);
    lien.setAttribute("aria-describedby", "infobulle");

    var r = lien.getClientRects()[0];
    var b = bulle.getBoundingClientRect();
    var large = racine.clientWidth;
    var gauche = Math.max(8, Math.min(r.left, large - b.width - 8));
    var dessous = r.top < b.height + 16;
    bulle.style.left = gauche + window.scrollX + "px";
    bulle.style.top = (dessous ? r.bottom + 6 : r.top - b.height - 6) + window.scrollY + "px";
  }

  function terme(e) {
    return e.target.closest ? e.target.closest("a.terme[data-definition]") : null;
  }

  document.addEventListener("mouseover", function (e) {
    var lien = terme(e);
    if (lien) montrer(lien);
  });
  document.addEventListener("mouseout", function (e) {
    if (cible && terme(e) === cible) fermerBientot();
  });
  document.addEventListener("focusin", function (e) {
    var lien = terme(e);
    if (lien) montrer(lien);
    else fermer();
  });
  document.addEventListener("focusout", function (e) {
    if (terme(e)) fermer();
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape") fermer();
  });
})();
