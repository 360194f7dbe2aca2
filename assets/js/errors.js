// A form that comes back with errors begins with their summary.
const summary = document.getElementById("errsum");
if (summary) summary.focus();
