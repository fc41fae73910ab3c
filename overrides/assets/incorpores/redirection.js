// Une ancienne adresse : ce qui suit « ? » et « # » suit le lien.
(function (a) {
  a.search = location.search;
  a.hash = location.hash || a.hash;
  location.replace(a.href);
})(document.getElementById("nouvelle-adresse"));
