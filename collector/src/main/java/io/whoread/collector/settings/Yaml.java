package io.whoread.collector.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value of a YAML file that knows the file and line it stands in, so that what is wrong with it
 * can be told.
 */
public final class Yaml {
  private final String file;
  private final int line;

  /** A String, a List of Yaml, or a Map of String to Yaml. */
  private final Object value;

  private Yaml(String file, int line, Object value) {
    this.file = file;
    this.line = line;
    this.value = value;
  }

  /**
   * @param file its name in messages
   * @throws SettingsException where the text is no YAML of one document
   */
  public static Yaml parse(String file, String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file).build();
      return new Compose(settings)
          .composeReader(new StringReader(text))
          .map(node -> of(file, node))
          .orElse(new Yaml(file, 1, Map.of()));
    } catch (YamlEngineException e) {
      throw new SettingsException(notYaml(file, e));
    }
  }

  /**
   * What is wrong with a text that is no YAML, in one line.
   *
   * @param file its name in messages
   */
  public static String notYaml(Object file, YamlEngineException e) {
    if (!(e instanceof MarkedYamlEngineException marked)) {
      return file + ": not YAML: " + e.getMessage().replaceAll("\\s+", " ");
    }
    String problem = marked.getProblem();
    boolean indented =
        problem.contains("<block end>") || problem.startsWith("mapping values are not allowed");
    return file
        + ":"
        + marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)
        + ": not YAML: "
        + problem
        + (indented ? "; is the line indented like those around it?" : "");
  }

  /**
   * @throws SettingsException where the file cannot be read, or is no YAML of one document
   */
  public static Yaml read(Path file) {
    return parse(file.toString(), source(file));
  }

  /**
   * What comes with the program.
   *
   * @param beside the class in whose package it lies
   * @param name of the resource
   */
  public static Yaml shipped(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a file says, as it is written.
   *
   * @throws SettingsException where it cannot be read as UTF-8
   */
  public static String source(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException(file + ": cannot be read as UTF-8 text: " + e.getMessage());
    }
  }

  private static Yaml of(String file, Node node) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    if (node instanceof ScalarNode scalar) {
      return new Yaml(file, line, scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      List<Yaml> list = new ArrayList<>();
      sequence.getValue().forEach(item -> list.add(of(file, item)));
      return new Yaml(file, line, list);
    }
    Map<String, Yaml> map = new LinkedHashMap<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      Yaml key = of(file, tuple.getKeyNode());
      // Told with the line of its key, where a person looks for it.
      Yaml item = new Yaml(file, key.line, of(file, tuple.getValueNode()).value);
      if (map.put(key.text(), item) != null) {
        throw key.wrong("\"" + key.text() + "\" stands here twice");
      }
    }
    return new Yaml(file, line, map);
  }

  /** This value with another laid over it: maps are merged, anything else is replaced. */
  @SuppressWarnings("unchecked")
  public Yaml under(Yaml other) {
    if (!(value instanceof Map) || !(other.value instanceof Map)) {
      return other;
    }
    Map<String, Yaml> merged = new LinkedHashMap<>((Map<String, Yaml>) value);
    ((Map<String, Yaml>) other.value)
        .forEach((k, v) -> merged.merge(k, v, (mine, theirs) -> mine.under(theirs)));
    return new Yaml(other.file, other.line, merged);
  }

  /** What is wrong with this value, told with its file and line. */
  public SettingsException wrong(String what) {
    return new SettingsException(file + ":" + line + ": " + what);
  }

  /** A single value, as it is written. */
  public String text() {
    if (!(value instanceof String text)) {
      throw wrong("expected a single value here, not a list or a map");
    }
    return text;
  }

  @SuppressWarnings("unchecked")
  public Map<String, Yaml> map() {
    if (value instanceof String text && text.isEmpty()) {
      return Map.of();
    }
    if (!(value instanceof Map)) {
      throw wrong("expected a map here: \"key: value\" lines");
    }
    return (Map<String, Yaml>) value;
  }

  /** A map with no other keys than these. */
  public Map<String, Yaml> map(Set<String> known) {
    Map<String, Yaml> map = map();
    map.forEach(
        (key, item) -> {
          if (!known.contains(key)) {
            throw item.wrong(
                "\""
                    + key
                    + "\" is not known here; expected one of "
                    + String.join(", ", new TreeSet<>(known)));
          }
        });
    return map;
  }

  /** A list, or a single value as a list of one. */
  @SuppressWarnings("unchecked")
  public List<Yaml> list() {
    if (value instanceof Map) {
      throw wrong("expected a list here: [a, b]");
    }
    if (value instanceof String text) {
      return text.isEmpty() ? List.of() : List.of(this);
    }
    return (List<Yaml>) value;
  }

  /** What stands under a key of this map, which must be there. */
  public Yaml get(String key) {
    Yaml item = map().get(key);
    if (item == null) {
      throw wrong("\"" + key + "\" is missing here");
    }
    return item;
  }

  /**
   * @param least included, as is {@code most}
   */
  public int whole(int least, int most) {
    try {
      int number = Integer.parseInt(text().replace("_", ""));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(
        "expected a whole number from " + least + " to " + most + ", not \"" + text() + "\"");
  }

  /**
   * @param least included, as is {@code most}
   */
  public double number(double least, double most) {
    try {
      double number = Double.parseDouble(text());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong("expected a number from " + least + " to " + most + ", not \"" + text() + "\"");
  }

  public ZoneId zone() {
    try {
      return ZoneId.of(text());
    } catch (DateTimeException e) {
      throw wrong("expected a time zone such as Asia/Shanghai, not \"" + text() + "\"");
    }
  }

  /**
   * Every single value within this one, a list as one of them.
   *
   * @param path of this value: keys with dots between them
   * @param to takes path and value
   */
  public void leaves(String path, BiConsumer<String, String> to) {
    if (value instanceof Map) {
      map().forEach((key, item) -> item.leaves(path.isEmpty() ? key : path + '.' + key, to));
    } else {
      to.accept(path, written());
    }
  }

  private String written() {
    if (value instanceof Map) {
      return map().entrySet().stream()
          .map(each -> each.getKey() + ": " + each.getValue().written())
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof List
        ? list().stream().map(Yaml::written).collect(Collectors.joining(", ", "[", "]"))
        : text();
  }

  /** The value in one form, whatever order, comments and spacing it was written with. */
  public void canonical(StringBuilder out) {
    if (value instanceof Map) {
      out.append('{');
      new TreeMap<>(map())
          .forEach(
              (key, item) -> {
                out.append(key.length()).append(':').append(key);
                item.canonical(out);
              });
      out.append('}');
    } else if (value instanceof List) {
      out.append('[');
      list().forEach(item -> item.canonical(out));
      out.append(']');
    } else {
      out.append(text().length()).append(':').append(text());
    }
  }
}
