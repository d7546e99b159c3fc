package io.whoread.collector.detect;

/**
 * A copy of a state as it was at one moment, handed out little by little while the state goes on
 * changing: what is about to change and has not been handed out yet is handed out first. So whoever
 * takes it is called in the midst of a change, and must not throw.
 */
interface Copying {
  /** All of it was handed out when it was begun. */
  Copying DONE =
      new Copying() {
        @Override
        public boolean goOn() {
          return false;
        }

        @Override
        public void end() {}
      };

  /** Hands out a little; returns whether there is more. */
  boolean goOn();

  /** No more is wanted, whether or not all was handed out: nothing comes any more. */
  void end();
}
