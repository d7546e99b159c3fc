package io.whoread.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Takes apart what left: JSON, CSV, HTML, Excel, log lines. */
final class Units {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Units() {}

  /**
   * @param type the content type that was given for the bytes
   */
  static List<Unit> of(String type, byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return List.of();
    }
    if (type.contains("spreadsheet")) {
      return sheet(bytes);
    }
    String text = new String(bytes, charset(type));
    if (type.contains("json")) {
      return json(text);
    }
    if (type.contains("csv")) {
      return text.lines().map(line -> new Unit(Arrays.asList(line.split(",")), null)).toList();
    }
    return type.contains("html") ? List.of(Unit.of(html(text))) : line(text);
  }

  private static Charset charset(String type) {
    int named = type.indexOf("charset=");
    return named < 0 ? StandardCharsets.UTF_8 : Charset.forName(type.substring(named + 8));
  }

  /** A log line's message, or any text: what looks like JSON at its end is taken as that. */
  static List<Unit> line(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        try {
          List<Unit> units = new ArrayList<>(json(text.substring(i)));
          units.add(Unit.of(text.substring(0, i)));
          return units;
        } catch (JsonProcessingException e) {
          // Not from here on.
        }
      }
    }
    return List.of(Unit.of(text));
  }

  /** A value in a cache: JSON, or a serialised object of Java's, of which the texts are taken. */
  static List<Unit> cached(byte[] bytes) {
    if (bytes.length < 2 || (bytes[0] & 0xff) != 0xac || (bytes[1] & 0xff) != 0xed) {
      return line(new String(bytes, StandardCharsets.UTF_8));
    }
    Unit unit = Unit.inside(null);
    for (int at = 4; at + 3 <= bytes.length; at++) {
      int length = (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
      if (bytes[at] == ObjectStreamConstants.TC_STRING && at + 3 + length <= bytes.length) {
        unit.texts().add(new String(bytes, at + 3, length, StandardCharsets.UTF_8));
      }
    }
    return List.of(unit);
  }

  private static List<Unit> json(String text) throws JsonProcessingException {
    List<Unit> units = new ArrayList<>();
    Unit whole = Unit.inside(null);
    units.add(whole);
    collect(JSON.readTree(text), whole, units);
    return units;
  }

  private static void collect(JsonNode node, Unit unit, List<Unit> units) {
    if (node.isObject()) {
      Unit own = Unit.inside(unit);
      units.add(own);
      node.properties()
          .forEach(
              property -> {
                own.texts().add(property.getKey());
                collect(property.getValue(), own, units);
              });
    } else if (node.isArray()) {
      node.forEach(element -> collect(element, unit, units));
    } else {
      unit.texts().add(node.asText());
    }
  }

  private static String html(String text) {
    return text.replaceAll("(?s)<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** The rows of all sheets; texts stand in a table of their own or in their cells. */
  private static List<Unit> sheet(byte[] bytes) throws IOException {
    Map<String, byte[]> parts = new HashMap<>();
    // By the list at its end, which not every writer repeats before each part.
    Path file = Files.createTempFile("sheet", ".xlsx");
    try {
      Files.write(file, bytes);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    } finally {
      Files.delete(file);
    }
    try {
      List<String> shared = new ArrayList<>();
      if (parts.containsKey("xl/sharedStrings.xml")) {
        for (Unit item : elements(parts.get("xl/sharedStrings.xml"), "si", List.of())) {
          shared.add(String.join("", item.texts()));
        }
      }
      List<Unit> rows = new ArrayList<>();
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        if (part.getKey().startsWith("xl/worksheets/sheet")) {
          rows.addAll(elements(part.getValue(), "row", shared));
        }
      }
      return rows;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /** The texts in each element of a name; numbers of shared texts are followed. */
  private static List<Unit> elements(byte[] xml, String name, List<String> shared)
      throws XMLStreamException {
    List<Unit> units = new ArrayList<>();
    XMLStreamReader reader =
        XMLInputFactory.newFactory().createXMLStreamReader(new ByteArrayInputStream(xml));
    boolean isShared = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (reader.getLocalName().equals(name)) {
          units.add(Unit.inside(null));
        } else if (reader.getLocalName().equals("c")) {
          isShared = "s".equals(reader.getAttributeValue(null, "t"));
        } else if (List.of("t", "v").contains(reader.getLocalName())) {
          String text = reader.getElementText();
          String value = isShared ? shared.get(Integer.parseInt(text)) : text;
          units.get(units.size() - 1).texts().add(value);
        }
      }
    }
    return units;
  }
}
