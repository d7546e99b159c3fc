package io.whoread.collector.settings;

/** Settings that cannot be used; the message names file and line and says what would be right. */
public final class SettingsException extends RuntimeException {
  public SettingsException(String message) {
    super(message);
  }
}
