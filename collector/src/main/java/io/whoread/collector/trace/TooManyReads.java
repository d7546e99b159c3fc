package io.whoread.collector.trace;

/** A list names subjects that were read so often that they are nobody's own orders. */
public final class TooManyReads extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyReads() {
    super("the subjects of the list were read too often to be traced");
  }
}
