package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An annotation as it stands in a class file: texts, constants and classes by their key. */
public final class Note {
  /** Of the annotation, without its package. */
  final String type;

  final Map<String, List<String>> values = new LinkedHashMap<>();

  /**
   * @param internalName of the annotation
   */
  public Note(String internalName) {
    int from = Math.max(internalName.lastIndexOf('/'), internalName.lastIndexOf('$'));
    // MapStruct's mappers copy from one class into another, and tell nobody.
    String prefix = internalName.startsWith("org/mapstruct/") ? "MapStruct" : "";
    this.type = prefix + internalName.substring(from + 1);
  }

  void add(String key, String value) {
    values.computeIfAbsent(key, each -> new ArrayList<>()).add(value);
  }

  /** Empty where the key does not stand there. */
  public List<String> all(String... keys) {
    List<String> found = new ArrayList<>();
    for (String key : keys) {
      found.addAll(values.getOrDefault(key, Collections.<String>emptyList()));
    }
    return found;
  }

  /** The first value of the first of these keys that has one, or null. */
  public String first(String... keys) {
    for (String value : all(keys)) {
      if (!value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  /** Its name without its package. */
  public String type() {
    return type;
  }

  public boolean is(String simpleName) {
    return type.equals(simpleName);
  }

  /** {@code @Schema("收货人")}, for a reason. */
  String shown(String value) {
    return "@" + type + (value.isEmpty() ? "" : "(\"" + value + "\")");
  }
}
