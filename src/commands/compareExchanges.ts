import * as l10n from '@vscode/l10n';
import { askExchange, clickedIds, exchangeOf, pickExchange } from './askExchange';
import type { Command, Services } from './command';

/** Of two exchanges their ids. */
type Pair = readonly [one: string, other: string];

/** Compares two exchanges of the history in VS Code's diff. */
export function compareExchanges(services: Services): Command<Pair, undefined> {
  return {
    parse: fields => [fields.text('exchangeId'), fields.text('otherExchangeId')],
    async ask(entrance) {
      const [first, second, ...more] = clickedIds(entrance);
      if (first !== undefined && second !== undefined && more.length === 0) {
        return [first, second];
      }
      const one = second === undefined ? first : undefined;
      return askOther(services, one ?? (await pickExchange(services, l10n.t('Compare which exchange?')))?.id);
    },
    run: ([one, other]) => compare(services, one, other),
  };
}

/** The same in two steps, as VS Code does it with files. What is selected lives as long as the window. */
export function compareWithSelected(services: Services): {
  readonly select: Command<string, undefined>;
  readonly compare: Command<Pair, undefined>;
} {
  const { contextKeys, history } = services;
  let selected: string | undefined;
  const keep = (id: string | undefined): void => {
    selected = id;
    contextKeys.mark('exchangeSelected', id !== undefined);
  };
  history.onDidChange(() => {
    if (selected !== undefined && history.find(selected) === undefined) {
      keep(undefined);
    }
  });
  return {
    select: {
      parse: fields => fields.text('exchangeId'),
      ask: async entrance => (await askExchange(services, entrance, l10n.t('Select which exchange?')))?.id,
      async run(id) {
        keep((await exchangeOf(services, id)).id);
        return undefined;
      },
    },
    compare: {
      parse(fields) {
        const other = fields.text('exchangeId');
        if (selected === undefined) {
          throw new Error(
            l10n.t('No exchange is selected; inforouter.selectExchangeForCompare selects one.'),
          );
        }
        return [selected, other];
      },
      async ask(entrance) {
        const one = selected ?? (await pickExchange(services, l10n.t('Compare which exchange?')))?.id;
        const [clicked] = clickedIds(entrance);
        return one === undefined || clicked === undefined || clicked === one
          ? askOther(services, one)
          : [one, clicked];
      },
      run: ([one, other]) => compare(services, one, other),
    },
  };
}

/** @param one `undefined` when the question for it was dismissed. */
async function askOther(services: Services, one: string | undefined): Promise<Pair | undefined> {
  if (one === undefined) {
    return undefined;
  }
  const other = await pickExchange(services, l10n.t('With which exchange?'), ({ id }) => id !== one);
  return other && [one, other.id];
}

async function compare(services: Services, one: string, other: string): Promise<undefined> {
  await services.documents.compare(await exchangeOf(services, one), await exchangeOf(services, other));
  return undefined;
}
