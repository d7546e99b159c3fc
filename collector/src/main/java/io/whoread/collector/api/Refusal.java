package io.whoread.collector.api;

/** A request is not done, and why: a plain sentence for the person who asked. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  /**
   * @param status HTTP status
   * @param code by which the console finds the sentence in the reader's language
   * @param sentence names the fault and what would be right; holds nothing that was typed
   */
  Refusal(int status, String code, String sentence) {
    this(status, code, sentence, null);
  }

  Refusal(int status, String code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = status;
    this.code = code;
  }

  static Refusal badRequest(String code, String sentence) {
    return new Refusal(400, code, sentence);
  }

  static Refusal notFound(String code, String sentence) {
    return new Refusal(404, code, sentence);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
