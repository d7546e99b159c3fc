package io.whoread.collector.resolve;

/**
 * A resolver did not answer. The message says what it did, after its name; it repeats neither what
 * was asked nor what was answered, and has no cause that could.
 */
public final class ResolverFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  ResolverFailed(String message) {
    super(message);
  }
}
