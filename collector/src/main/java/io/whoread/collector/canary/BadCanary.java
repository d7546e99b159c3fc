package io.whoread.collector.canary;

/** A change of the canaries cannot be made; nothing was written. */
public final class BadCanary extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  /**
   * @param status as HTTP has it
   * @param code stays the same from version to version
   * @param sentence what is wrong and what would be right; holds nothing of the number
   */
  BadCanary(int status, String code, String sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
