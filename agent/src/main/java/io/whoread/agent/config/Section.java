package io.whoread.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a YAML file that knows its place, so that every complaint names file and line. */
final class Section {
  private final String file;
  private final String path;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param path of this mapping from the top, for messages: {@code guard[0].}, or empty
   * @param known the keys that may stand here; empty for any
   */
  Section(String file, String path, Node node, String... known) throws ConfigException {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!(node instanceof MappingNode)) {
      throw wrong(node, name() + " must be a mapping of " + list(known));
    }
    for (NodeTuple entry : ((MappingNode) node).getValue()) {
      Node key = entry.getKeyNode();
      if (!(key instanceof ScalarNode)) {
        throw wrong(key, "a key must be a word");
      }
      String word = ((ScalarNode) key).getValue();
      if (known.length > 0 && !Arrays.asList(known).contains(word)) {
        throw wrong(key, "unknown key " + path + word + "; here may stand " + list(known));
      }
      if (values.put(word, entry.getValueNode()) != null) {
        throw wrong(key, path + word + " stands here twice");
      }
    }
  }

  private static String list(String... words) {
    return words.length == 0
        ? "key: value"
        : String.join(", ", new TreeSet<>(Arrays.asList(words)));
  }

  private String name() {
    return path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
  }

  boolean has(String key) {
    Node value = values.get(key);
    return value != null && !value.getTag().equals(Tag.NULL);
  }

  /** The text of a key, or null where it does not stand here. */
  String text(String key) throws ConfigException {
    return has(key) ? text(values.get(key), path + key) : null;
  }

  String required(String key, String example) throws ConfigException {
    String text = text(key);
    if (text == null || text.trim().isEmpty()) {
      throw wrong(node, path + key + " is missing; for example " + key + ": " + example);
    }
    return text;
  }

  private String text(Node value, String what) throws ConfigException {
    if (!(value instanceof ScalarNode)) {
      throw wrong(value, what + " must be a text");
    }
    return ((ScalarNode) value).getValue();
  }

  Section section(String key, String... known) throws ConfigException {
    return new Section(file, path + key + ".", values.get(key), known);
  }

  /** The items of a list; empty where the key does not stand here. */
  List<Node> items(String key) throws ConfigException {
    if (!has(key)) {
      return Collections.emptyList();
    }
    Node value = values.get(key);
    if (!(value instanceof SequenceNode)) {
      throw wrong(
          value, path + key + " must be a list: each item on a line of its own after \"- \"");
    }
    return ((SequenceNode) value).getValue();
  }

  /** The texts of a list, or the one that stands in its place. */
  List<String> words(String key) throws ConfigException {
    if (has(key) && values.get(key) instanceof ScalarNode) {
      return Collections.singletonList(text(key));
    }
    List<String> words = new ArrayList<>();
    for (Node item : items(key)) {
      words.add(text(item, path + key));
    }
    return words;
  }

  /** The items of a list of mappings. */
  List<Section> sections(String key, String... known) throws ConfigException {
    List<Section> sections = new ArrayList<>();
    int number = 0;
    for (Node item : items(key)) {
      sections.add(new Section(file, path + key + "[" + number++ + "].", item, known));
    }
    return sections;
  }

  /** Lines by the texts that stand under these keys, as far as they do. */
  Map<String, Integer> lines(String... keys) throws ConfigException {
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (String key : keys) {
      if (has(key)) {
        lines.put(text(key), line(values.get(key)));
      }
    }
    return lines;
  }

  /** Lines by key. */
  Map<String, Integer> keyLines() {
    Map<String, Integer> lines = new LinkedHashMap<>();
    values.forEach((key, value) -> lines.put(key, line(value)));
    return lines;
  }

  /** All of this mapping, in its order. */
  Map<String, String> texts() throws ConfigException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : values.keySet()) {
      texts.put(key, required(key, "..."));
    }
    return texts;
  }

  /** A complaint about a key's value. */
  ConfigException wrong(String key, String complaint) {
    Node at = values.get(key);
    return wrong(at == null ? node : at, path + key + " " + complaint);
  }

  /** A complaint about an item. */
  ConfigException wrong(Node at, String complaint) {
    return new ConfigException(at(at, complaint));
  }

  /** What is said of a key's value, with its place. */
  String at(String key, String said) {
    return at(values.get(key), said);
  }

  private String at(Node at, String said) {
    return file + ":" + line(at) + ": " + said;
  }

  private static int line(Node at) {
    return at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  ConfigException wrong(String complaint) {
    return wrong(node, complaint);
  }
}
