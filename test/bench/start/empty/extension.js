'use strict';
const { window } = require('vscode');

exports.activate = () => {
  window.registerWebviewViewProvider('inforouterEmpty.form', {
    resolveWebviewView: ({ webview }) => (webview.html = '<p data-testid="empty">Nothing</p>'),
  });
};
