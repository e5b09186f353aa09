import * as vscode from 'vscode';

/** What is built late. */
interface Tree<Node> {
  readonly onDidChangeTreeData: vscode.Event<Node | undefined>;
  getChildren(node?: Node): Node[] | Promise<Node[]>;
  getTreeItem(node: Node): vscode.TreeItem;
}

/** A tree that VS Code knows from the start, and that is built when it is first looked at. */
export class TreeOnDemand<Node> implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private built: Tree<Node> | undefined;

  constructor(private readonly build: () => Tree<Node>) {}

  getChildren(node?: Node): Node[] | Promise<Node[]> {
    return this.tree.getChildren(node);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.tree.getTreeItem(node);
  }

  private get tree(): Tree<Node> {
    if (this.built === undefined) {
      this.built = this.build();
      this.built.onDidChangeTreeData(node => this.changed.fire(node));
    }
    return this.built;
  }
}
