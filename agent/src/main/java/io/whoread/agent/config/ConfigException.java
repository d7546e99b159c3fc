package io.whoread.agent.config;

/** A configuration that cannot be used. The message says where, and what would be right. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }
}
