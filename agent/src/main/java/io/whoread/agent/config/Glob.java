package io.whoread.agent.config;

import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any run of characters. Case counts. */
public final class Glob {
  private final String text;
  private final Pattern pattern;
  private final String prefix;

  public Glob(String text) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    for (String part : text.split("\\*", -1)) {
      regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
    }
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    int star = text.indexOf('*');
    prefix = star < 0 ? text : text.substring(0, star);
  }

  public boolean matches(String candidate) {
    return candidate.startsWith(prefix) && pattern.matcher(candidate).matches();
  }

  /** True where only one text matches. */
  public boolean isExact() {
    return prefix.length() == text.length();
  }

  @Override
  public String toString() {
    return text;
  }
}
