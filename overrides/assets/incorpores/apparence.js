// Avant que rien ne s'affiche : l'apparence choisie (js/site.js), et que les scripts tournent.
(function (d) {
  d.className = "js";
  try {
    var a = localStorage.getItem("apparence");
    if (a == "clair" || a == "sombre") d.dataset.apparence = a;
  } catch (e) {}
})(document.documentElement);
