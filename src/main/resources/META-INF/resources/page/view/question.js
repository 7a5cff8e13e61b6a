import { byId } from './dom.js';

/**
 * One question that is answered with yes or no before anything else is done. Escape is no. While it is open nothing else is asked: nobody
 * can put another question under the finger that answers this one.
 */
export class Question {
  #dialog = byId('question');
  #answered = null;

  constructor() {
    this.#dialog.addEventListener('close', () => {
      const yes = this.#dialog.returnValue === 'yes';
      const answered = this.#answered;
      this.#answered = null;
      answered?.(yes);
    });
  }

  /** Promises whether the answer is yes. */
  ask(text) {
    if (this.#dialog.open) return Promise.resolve(false);
    return new Promise(answered => {
      this.#answered = answered;
      byId('question-text').textContent = text;
      this.#dialog.returnValue = '';
      this.#dialog.showModal();
      byId('no').focus();
    });
  }
}
