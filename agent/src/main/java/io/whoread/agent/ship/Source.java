package io.whoread.agent.ship;

import java.io.IOException;

/** Where the sender finds batches: this run's spool, and those that dead runs left. */
interface Source {
  /** The next batch that is not settled; the same again until it is. Null where there is none. */
  SpooledBatch next() throws IOException;

  RunReader reader();

  /** Accesses were acked, or refused for good; not yet that the batch needs nothing more. */
  void count(long acked, long refused);
}
