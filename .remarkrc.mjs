export { default } from "./.vscode/remark.mjs";
