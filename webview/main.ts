import './form.css';
import { keepFocus } from './focus';
import { Conversation } from './receive';
import { buildForm } from './form';
import { listen, post } from './host';

const form = buildForm({
  pickProfile: name => conversation.pickProfile(name),
  edit: field => conversation.edit(field),
  send: () => conversation.start('send'),
  loadCurrent: () => conversation.start('loadCurrent'),
});
const conversation = new Conversation(form);

document.getElementById('form')?.append(form.root);
keepFocus(form.first);
// Before the controls see it: a drop-down list takes Enter, with or without Ctrl, as “open” and “close”.
document.addEventListener('keydown', pressed, { capture: true });
listen(message => conversation.receive(message));
post({ type: 'ready' });

function pressed(event: KeyboardEvent): void {
  const wanted = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing;
  if (wanted && form.takesSendKey()) {
    event.preventDefault();
    event.stopPropagation();
    // A key that is held sends once, however soon the call ends.
    if (!event.repeat) {
      conversation.start('send');
    }
  }
}
