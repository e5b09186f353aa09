/**
 * Stands in, when the form is built, for the dependency injection of FAST, the library below the toolkit: 12 kB for nested
 * scopes and lazy factories, of which the toolkit asks for one container for the whole page, with one design system in it.
 * `esbuild.js` puts it there.
 */

interface Registry {
  register(container: Container, context: unknown): void;
}
type Factory = (container: Container) => unknown;

class Container {
  /** A key is the factory of what it names. */
  get(key: Factory): unknown {
    return key(this);
  }

  /** What is registered by itself is never asked for: there is one of each. */
  register(): this {
    return this;
  }

  registerWithContext(context: unknown, ...registries: readonly Registry[]): this {
    registries.forEach(each => each.register(this, context));
    return this;
  }
}

const only = new Container();

export const DI = {
  createInterface: (
    configure: (builder: { cachedCallback(factory: Factory): Factory }) => Factory,
  ): Factory => configure({ cachedCallback: factory => factory }),
  getOrCreateDOMContainer: () => only,
  findResponsibleContainer: () => only,
};

export const Registration = { instance: () => undefined };
